/** A second server for what the first is slow to answer. */
@NullMarked
package io.github.evenkeel.examples.hedgedreads;

import org.jspecify.annotations.NullMarked;
