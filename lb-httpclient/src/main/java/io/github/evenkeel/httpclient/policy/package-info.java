/** What a user may decide about an exchange. */
@NullMarked
package io.github.evenkeel.httpclient.policy;

import org.jspecify.annotations.NullMarked;
