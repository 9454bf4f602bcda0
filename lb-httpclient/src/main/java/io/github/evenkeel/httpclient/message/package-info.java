/** What requests and responses carry, read with care: internal. Never throws over what others have sent. */
@NullMarked
package io.github.evenkeel.httpclient.message;

import org.jspecify.annotations.NullMarked;
