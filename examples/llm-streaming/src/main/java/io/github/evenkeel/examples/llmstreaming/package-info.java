/** Streams the answers of language models, from the cheap one while it can. */
@NullMarked
package io.github.evenkeel.examples.llmstreaming;

import org.jspecify.annotations.NullMarked;
