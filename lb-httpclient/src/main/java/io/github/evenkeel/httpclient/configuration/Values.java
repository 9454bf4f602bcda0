package io.github.evenkeel.httpclient.configuration;

import io.github.evenkeel.core.server.ServerSpec;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How values are written. */
final class Values {
    private static final Pattern AMOUNT = Pattern.compile("(\\d{1,12})(ms|s|m|h|d)");

    private Values() {}

    static Duration duration(String text) {
        Matcher amount = AMOUNT.matcher(text);
        if (amount.matches()) {
            long number = Long.parseLong(amount.group(1));
            return switch (amount.group(2)) {
                case "ms" -> Duration.ofMillis(number);
                case "s" -> Duration.ofSeconds(number);
                case "m" -> Duration.ofMinutes(number);
                case "h" -> Duration.ofHours(number);
                default -> Duration.ofDays(number);
            };
        }
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("a duration looks like 250ms, 5s, 2m, 1h or PT2.5S", e);
        }
    }

    static int integer(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("a whole number is wanted", e);
        }
    }

    static long wholeNumber(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("a whole number is wanted, the same for all clients that must agree", e);
        }
    }

    static int limit(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("a whole number, aimd, gradient2 or vegas is wanted", e);
        }
    }

    static String oneOf(String text, String... known) {
        if (!List.of(known).contains(text)) {
            String last = known[known.length - 1];
            throw new IllegalArgumentException(
                    String.join(", ", List.of(known).subList(0, known.length - 1)) + " or " + last + " is wanted");
        }
        return text;
    }

    static double decimal(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("a number is wanted", e);
        }
    }

    static boolean yesOrNo(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("true or false is wanted");
        };
    }

    static String method(String text) {
        String upper = text.toUpperCase(Locale.ROOT);
        if (!text.equals(upper)) {
            throw new IllegalArgumentException(
                    "methods are told apart by case: write " + upper + " in place of " + text);
        }
        return text;
    }

    static List<String> list(String text) {
        List<String> parts = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            if (part.isBlank()) {
                throw new IllegalArgumentException("something is missing beside a comma");
            }
            parts.add(part.strip());
        }
        return parts;
    }

    static ServerSpec server(String text) {
        String[] parts = text.split(";", -1);
        ServerSpec server = ServerSpec.of(parts[0]);
        Map<String, String> metadata = new HashMap<>();
        Set<String> names = new HashSet<>();
        for (String part : List.of(parts).subList(1, parts.length)) {
            int equals = part.indexOf('=');
            String name = equals < 0 ? part.strip() : part.substring(0, equals).strip();
            String value = equals < 0 ? "" : part.substring(equals + 1).strip();
            if (!names.add(name)) {
                throw new IllegalArgumentException(
                        "'" + name + "' of server " + parts[0] + " is there twice; say it once");
            }
            server = switch (name) {
                case "id" -> server.withId(value);
                case "weight" -> server.withWeight(integer(value));
                case "zone" -> server.withZone(value);
                case "tier" -> server.withTier(integer(value));
                case "draining" -> server.withDraining(yesOrNo(value));
                default -> {
                    if (!name.startsWith("meta.") || name.equals("meta.")) {
                        throw new IllegalArgumentException("'" + name + "' of server " + parts[0]
                                + " is unknown; a server has id, weight, zone, tier, draining and meta.*");
                    }
                    metadata.put(name.substring("meta.".length()), value);
                    yield server;
                }
            };
        }
        return server.withMetadata(metadata);
    }
}
