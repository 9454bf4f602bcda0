package io.github.evenkeel.httpclient.tls;

import javax.net.ssl.SSLParameters;

/** The JDK's, which can be changed, kept from being changed by whoever gave them or looked at them. */
public final class TlsParameters {
    private TlsParameters() {}

    /**
     * Copies what the JDK's client heeds of them. It copies no more itself, so that what later JDKs added, such as named
     * groups, holds for no client of its.
     *
     * @param parameters the caller's
     * @return others that say the same
     */
    public static SSLParameters copyOf(SSLParameters parameters) {
        SSLParameters copy = new SSLParameters(parameters.getCipherSuites(), parameters.getProtocols());
        if (parameters.getNeedClientAuth()) { // each unsets the other
            copy.setNeedClientAuth(true);
        }
        if (parameters.getWantClientAuth()) {
            copy.setWantClientAuth(true);
        }
        copy.setAlgorithmConstraints(parameters.getAlgorithmConstraints());
        copy.setEnableRetransmissions(parameters.getEnableRetransmissions());
        copy.setEndpointIdentificationAlgorithm(parameters.getEndpointIdentificationAlgorithm());
        copy.setMaximumPacketSize(parameters.getMaximumPacketSize());
        copy.setSNIMatchers(parameters.getSNIMatchers());
        copy.setServerNames(parameters.getServerNames());
        copy.setUseCipherSuitesOrder(parameters.getUseCipherSuitesOrder());
        return copy;
    }
}
