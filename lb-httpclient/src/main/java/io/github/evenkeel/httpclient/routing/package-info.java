/** Where requests belong: which pool they are for, and what they stick to within it. */
@NullMarked
package io.github.evenkeel.httpclient.routing;

import org.jspecify.annotations.NullMarked;
