/** WebSockets to the servers of pools. */
@NullMarked
package io.github.evenkeel.httpclient.websocket;

import org.jspecify.annotations.NullMarked;
