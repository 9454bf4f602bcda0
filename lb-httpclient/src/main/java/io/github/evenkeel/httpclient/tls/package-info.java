/** Whom servers without a name of their own must prove to be. Internal. */
@NullMarked
package io.github.evenkeel.httpclient.tls;

import org.jspecify.annotations.NullMarked;
