/** The load-balanced client: build it, send through it, look at its statistics. */
@NullMarked
package io.github.evenkeel.httpclient;

import org.jspecify.annotations.NullMarked;
