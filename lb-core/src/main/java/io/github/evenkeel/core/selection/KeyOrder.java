package io.github.evenkeel.core.selection;

/** A selector for whom each key has an order of all servers, in which the attempts of an exchange meet them. */
interface KeyOrder extends Selector {
    /**
     * The first server in a key's order that is none of these.
     *
     * @param key not {@link KeyHash#NO_KEY}, but where that is a hash like any other
     * @param one an index into the view, or {@link #NONE}
     * @param two as well
     * @param three as well
     * @return an index into the view, or {@link #NONE} if there is no other
     */
    int firstBut(long key, int one, int two, int three);
}
