/** A new version for a few users. */
@NullMarked
package io.github.evenkeel.examples.canary;

import org.jspecify.annotations.NullMarked;
