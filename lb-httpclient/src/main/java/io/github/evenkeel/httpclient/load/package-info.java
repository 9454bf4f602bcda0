/** What servers report of their load in their responses. Internal. */
@NullMarked
package io.github.evenkeel.httpclient.load;

import org.jspecify.annotations.NullMarked;
