/** The quickstart: a client that sends to three servers, one of which is killed and started again. */
@NullMarked
package io.github.evenkeel.examples.quickstart;

import org.jspecify.annotations.NullMarked;
