/** The same jobs done by other libraries, each through its public interface, as a user would call it. */
package io.github.evenkeel.benchmarks.peers;
