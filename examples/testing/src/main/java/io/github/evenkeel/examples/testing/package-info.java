/** Starts an example as its user would, for the tests of the others. */
@NullMarked
package io.github.evenkeel.examples.testing;

import org.jspecify.annotations.NullMarked;
