/** What it costs to probe many servers. */
@NullMarked
package io.github.evenkeel.benchmarks.probes;

import org.jspecify.annotations.NullMarked;
