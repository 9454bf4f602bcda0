/** A strategy of one's own. */
@NullMarked
package io.github.evenkeel.examples.customstrategy;

import org.jspecify.annotations.NullMarked;
