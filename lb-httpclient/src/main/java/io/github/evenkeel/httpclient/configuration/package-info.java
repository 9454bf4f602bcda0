/** Pools described by flat properties. */
@NullMarked
package io.github.evenkeel.httpclient.configuration;

import org.jspecify.annotations.NullMarked;
