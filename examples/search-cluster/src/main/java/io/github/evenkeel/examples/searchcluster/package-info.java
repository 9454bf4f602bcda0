/** Searches on many nodes, each of which stays where it began. */
@NullMarked
package io.github.evenkeel.examples.searchcluster;

import org.jspecify.annotations.NullMarked;
