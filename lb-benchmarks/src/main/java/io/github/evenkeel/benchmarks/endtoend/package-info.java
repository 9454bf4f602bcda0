/** What our client costs, and what it saves, over real connections to real servers on this machine. */
@NullMarked
package io.github.evenkeel.benchmarks.endtoend;

import org.jspecify.annotations.NullMarked;
