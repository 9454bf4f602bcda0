/** A pool whose servers are the addresses of a name. */
@NullMarked
package io.github.evenkeel.examples.kubernetesheadless;

import org.jspecify.annotations.NullMarked;
