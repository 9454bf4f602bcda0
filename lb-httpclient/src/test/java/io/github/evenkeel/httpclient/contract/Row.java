package io.github.evenkeel.httpclient.contract;

/**
 * What callers do with a client, and what they get for it.
 *
 * @param name what they do
 * @param deed does it and says what came of it
 * @param ours what we mean to do otherwise than the JDK, null for nothing
 */
record Row(String name, Deed deed, String ours) {
    @FunctionalInterface
    interface Deed {
        Object result(Subject subject) throws Exception;
    }

    static Row row(String name, Deed deed) {
        return new Row(name, deed, null);
    }

    Row butOurs(String result) {
        return new Row(name, deed, result);
    }

    @Override
    public String toString() {
        return name;
    }
}
