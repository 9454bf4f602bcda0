/** Which server: strategies prepare immutable selectors, selectors pick. */
@NullMarked
package io.github.evenkeel.core.selection;

import org.jspecify.annotations.NullMarked;
