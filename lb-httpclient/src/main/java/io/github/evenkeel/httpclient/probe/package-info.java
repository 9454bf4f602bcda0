/** Active health checks. */
@NullMarked
package io.github.evenkeel.httpclient.probe;

import org.jspecify.annotations.NullMarked;
