/** Redirects and cookies, by the names that the caller knows. Internal. */
@NullMarked
package io.github.evenkeel.httpclient.redirect;

import org.jspecify.annotations.NullMarked;
