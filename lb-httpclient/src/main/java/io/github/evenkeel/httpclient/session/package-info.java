/** Sessions that live on one server, found again. Internal. */
@NullMarked
package io.github.evenkeel.httpclient.session;

import org.jspecify.annotations.NullMarked;
