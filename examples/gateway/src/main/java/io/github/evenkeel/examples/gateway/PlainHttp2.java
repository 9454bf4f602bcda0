package io.github.evenkeel.examples.gateway;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/2 without TLS, for those who know that they will find it and for those who ask. A request with a body stays in
 * HTTP/1.1 all the same, as the standard allows: Jetty would take the body for frames. So does one that asks for some
 * other protocol.
 */
final class PlainHttp2 extends HTTP2CServerConnectionFactory {
    PlainHttp2(HttpConfiguration configuration) {
        super(configuration);
    }

    @Override
    public @Nullable Connection upgradeConnection(
            Connector connector, EndPoint endPoint, MetaData.Request request, HttpFields.Mutable response101) {
        HttpFields fields = request.getHttpFields();
        boolean asks = fields.contains(HttpHeader.UPGRADE, "h2c")
                && fields.contains(HttpHeader.CONNECTION, "upgrade")
                && fields.contains(HttpHeader.HTTP2_SETTINGS);
        boolean hasBody =
                fields.contains(HttpHeader.TRANSFER_ENCODING) || fields.getLongField(HttpHeader.CONTENT_LENGTH) > 0;
        return asks && !hasBody ? super.upgradeConnection(connector, endPoint, request, response101) : null;
    }
}
