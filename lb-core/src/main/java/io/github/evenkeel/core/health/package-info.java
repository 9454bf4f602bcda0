/** State machines that judge one server: probes and request outcomes in, verdicts out. */
@NullMarked
package io.github.evenkeel.core.health;

import org.jspecify.annotations.NullMarked;
