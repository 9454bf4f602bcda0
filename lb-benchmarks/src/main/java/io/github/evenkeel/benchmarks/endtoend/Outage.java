package io.github.evenkeel.benchmarks.endtoend;

import java.util.Locale;

/** What happens to one of three servers. */
enum Outage {
    SLOW("every answer takes it 200 ms longer") {
        @Override
        String order(int port) {
            return "/delay/" + port + "/200";
        }
    },
    SILENT("it takes requests and never answers") {
        @Override
        String order(int port) {
            return "/delay/" + port + "/3600000";
        }
    },
    DEAD("its connections end and new ones are refused") {
        @Override
        String order(int port) {
            return "/kill/" + port;
        }
    };

    private final String description;

    Outage(String description) {
        this.description = description;
    }

    /** The path that has {@link JettyServers} do it. */
    abstract String order(int port);

    String description() {
        return description;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
