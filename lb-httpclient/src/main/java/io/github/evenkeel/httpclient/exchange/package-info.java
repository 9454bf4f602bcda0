/** One request's way through the pool: attempts, what each failure means, and what comes next. Internal. */
@NullMarked
package io.github.evenkeel.httpclient.exchange;

import org.jspecify.annotations.NullMarked;
