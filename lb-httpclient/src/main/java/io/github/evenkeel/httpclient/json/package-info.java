/** Reads JSON of servers that are not trusted. */
@NullMarked
package io.github.evenkeel.httpclient.json;

import org.jspecify.annotations.NullMarked;
