package io.github.evenkeel.httpclient.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostNameTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"orders", "o", "a1", "orders-v2", "orders.internal", "a.b.c", "1a.x", "3com", "x--y", "localhost"
            })
    void hostNamesAreTaken(String name) {
        assertEquals(name, HostName.checked(name));
        assertEquals(name, URI.create("http://" + name + "/x").getHost());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Orders", "ORDERS", "oRDeRS"})
    void caseIsFolded(String name) {
        assertEquals("orders", HostName.checked(name));
    }

    /** In Turkish, I and i are two letters. */
    @Test
    void caseIsFoldedAlikeInEveryCountry() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(new Locale("tr", "TR"));
            assertEquals("shipping", HostName.checked("SHIPPING"));
        } finally {
            Locale.setDefault(before);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "my_orders | '_' is not allowed",
                "\" \" | ' ' is not allowed",
                "\"orders \" | ' ' is not allowed",
                "orders:8080 | ':' is not allowed",
                "http://orders | ':' is not allowed",
                "orders/api | '/' is not allowed",
                "user@orders | '@' is not allowed",
                "*.orders | '*' is not allowed",
                "[::1] | '[' is not allowed",
                "bücher | 'ü' is not allowed",
                "\"\" | labels begin",
                "-orders | labels begin",
                "orders- | labels begin",
                "a.-b | labels begin",
                "a-.b | labels begin",
                "orders. | labels begin",
                ". | labels begin",
                ".orders | labels begin",
                "a..b | labels begin",
                "orders.1 | the last label begins with a letter",
                "orders.1a | the last label begins with a letter",
                "999.999.999.999 | the last label begins with a letter"
            })
    void whatCannotBeAHostIsRefusedWithReasonAndRemedy(String name, String reason) {
        assertRefused(name, reason);
    }

    /** Their lower case is ASCII, or longer than they are. */
    @ParameterizedTest
    @ValueSource(strings = {"\u212Aiwi", "\u0130zmir", "\u0130"})
    void lettersThatOnlyLookLikeOnesOfAHostAreRefused(String name) {
        assertRefused(name, "'" + name.charAt(0) + "' is not allowed in a host name");
    }

    @Test
    void namesAreAsLongAsHostNamesMayBe() {
        String label = "a".repeat(63) + ".";
        String longest = label.repeat(3) + "a".repeat(61);
        assertEquals(longest, HostName.checked(longest));
        assertRefused(longest + "a", "it is longer than 253 characters");
    }

    @Test
    void aNameIsNeeded() {
        assertThrows(NullPointerException.class, () -> HostName.checked(null));
    }

    private static void assertRefused(String name, String reason) {
        String message = assertThrows(IllegalArgumentException.class, () -> HostName.checked(name))
                .getMessage();
        assertTrue(message.startsWith("pool name '" + name + "' cannot be the host of a URI: "), message);
        assertTrue(message.contains(reason), message);
        assertTrue(message.endsWith("use letters, digits, '-' and '.', as in http://orders/"), message);
    }
}
