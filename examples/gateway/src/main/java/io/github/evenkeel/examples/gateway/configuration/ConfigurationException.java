package io.github.evenkeel.examples.gateway.configuration;

import java.util.List;

/** The file cannot be used; the message says all that is wrong, one line each. */
public final class ConfigurationException extends Exception {
    private static final long serialVersionUID = 1;

    ConfigurationException(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
    }
}
