package io.github.evenkeel.httpclient.tls;

import java.security.KeyManagementException;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/**
 * The caller's context for servers that must prove one name, whatever address they are reached at. It keeps the
 * caller's keys, trust and sessions.
 *
 * <p>Naming the server in the SSLParameters alone would check that name in full handshakes only: a client keeps its
 * sessions by the host and port that the engine was made for, and a resumed session is not checked again, though
 * another name may have been asked for when it began. Engines made here are made for the name, so that a session is only ever
 * resumed under the name that it was checked against.
 */
public final class IdentityContext extends SSLContext {
    private IdentityContext(SSLContext context, String name) {
        super(new Engines(context, name), context.getProvider(), context.getProtocol());
    }

    /**
     * A context for one name.
     *
     * @param context the caller's; stays as it is
     * @param name what the servers' certificates must be for
     * @return a context whose engines, on the client's side, are for that name
     */
    public static SSLContext of(SSLContext context, String name) {
        return new IdentityContext(context, name);
    }

    private static final class Engines extends SSLContextSpi {
        private final SSLContext context;
        private final String name;

        Engines(SSLContext context, String name) {
            this.context = context;
            this.name = name;
        }

        @Override
        protected SSLEngine engineCreateSSLEngine(String address, int port) {
            return context.createSSLEngine(name, port);
        }

        @Override
        protected SSLEngine engineCreateSSLEngine() {
            throw new UnsupportedOperationException("an engine for '" + name + "' needs a port");
        }

        @Override
        protected void engineInit(KeyManager[] keys, TrustManager[] trusted, SecureRandom random)
                throws KeyManagementException {
            throw new KeyManagementException("this context has been initialized by whoever gave it");
        }

        @Override
        protected SSLSocketFactory engineGetSocketFactory() {
            throw new UnsupportedOperationException("sockets made here would not be for '" + name + "'");
        }

        @Override
        protected SSLServerSocketFactory engineGetServerSocketFactory() {
            throw new UnsupportedOperationException("a context for '" + name + "' is for clients");
        }

        @Override
        protected SSLSessionContext engineGetServerSessionContext() {
            return context.getServerSessionContext();
        }

        @Override
        protected SSLSessionContext engineGetClientSessionContext() {
            return context.getClientSessionContext();
        }

        @Override
        protected SSLParameters engineGetDefaultSSLParameters() {
            return context.getDefaultSSLParameters();
        }

        @Override
        protected SSLParameters engineGetSupportedSSLParameters() {
            return context.getSupportedSSLParameters();
        }
    }
}
