package io.github.evenkeel.core.selection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyHashTest {
    /** Published with Rust: of no byte, of byte 0, of bytes 0 and 1 and so on, under the key of bytes 0 to 15. */
    private static final String SIPHASH_1_3 = """
            dcc40f055801acab93ca577df39bf4c94dd4c74d029bcb82fbf7dde7b80af88b
            2883d388605775cf673b53492fd5f9dea7229fc5502b0dc54011b19b987d92d3
            8e9a298d11959036e43d066cb38ea4257f09ff92ee85de7952c34df9c118c170
            a2d9b457b184a378a7ff29120c766f30345df9c011a15a605699512a6dd820d3
            668b907d1add4fcc0cd8db639068f29c3ee673b49c38fc8f1c7d298de59d1ff2
            40e0cca6462fdcc044f8452bfeab92b92e8720a39b7bfe7f23c1e6da7f0e5a52
            8c9c3467b2ae64f479095b702859cd45a51399cae3353e3a353bde4a4ec71da9
            0dd06cef02ed0bfbf4e1b14ab43cd98863e6c543d6110f54bcd1218c1fdd7023
            0db6a7166c7b1581bff98f7ae5b9544d3e752a1f78129f75916b18bfbea3a1ce
            0662a2add308f52c5730c3a32d1c10b6a1363aae9674f4b39283107b54576b62
            3115e4993236d2c144d91a3f92c17c66258813c8fe4f7065a64989c2d180f224
            6b87f8faed1ccac29621049ffc4b16c223d6b168939c6ea1fd14518b9c16fb49
            464c07dff843319fb386cc1224affdc68f09520ad149af7e9a2f299d5513f31c
            121ff4a2dd304ac4d01ea74389e9fa36e6bcf0734cb38f3180e9a77036bf7aa2
            756d3c24dbc0bcb41315b7fd52d8f823088a7da64d5f038f48f1e8b7e5d09cd8
            ee44a6f7bce6f4f6f237180fd89ac5aee094664b15f6b2c3a8b3bbb76290199d
            """;

    private static final SipHash PUBLISHED_KEY = new SipHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);

    static Stream<KeyHash> all() {
        return Stream.of(KeyHash.seeded(0), KeyHash.seeded(-7), KeyHash.xxHash64(), new XxHash64(1), KeyHash.crc32());
    }

    private static byte[] countUp(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }

    @Test
    void sipHashMatchesThePublishedVectors() {
        byte[] vectors = HexFormat.of().parseHex(SIPHASH_1_3.replaceAll("\\s", ""));
        ByteBuffer expected = ByteBuffer.wrap(vectors).order(ByteOrder.LITTLE_ENDIAN);
        for (int length = 0; length < 64; length++) {
            byte[] key = countUp(length);
            assertEquals(expected.getLong(), PUBLISHED_KEY.siphash(key, null, length), "length " + length);
        }
        assertFalse(expected.hasRemaining());
    }

    /** As the xxHash package of Python computes them; the last three have stripes, words and all kinds of rest. */
    @ParameterizedTest
    @CsvSource({
        "'', ef46db3751d8e999",
        "a, d24ec4f1a98c6e5b",
        "abc, 44bc2cf5ad770999",
        "message digest, 066ed728fceeb3be",
        "abcdefghijklmnopqrstuvwxyz, cfe1f278fa89835c",
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789, aaa46907d3047814",
        "12345678901234567890123456789012345678901234567890123456789012345678901234567890, e04a477f19ee145d",
    })
    void xxHash64MatchesPublishedVectors(String key, String hash) {
        assertEquals(Long.parseUnsignedLong(hash, 16), KeyHash.xxHash64().hash(key));
    }

    @Property(tries = 500, seed = "1")
    void crc32IsThatOfTheJdk(@ForAll byte[] key) {
        CRC32 crc = new CRC32();
        crc.update(key);
        assertEquals(crc.getValue(), KeyHash.crc32().hash(key));
    }

    @Test
    void crc32MatchesThePublishedCheckValue() {
        assertEquals(0xCBF43926L, KeyHash.crc32().hash("123456789"));
    }

    @Property(tries = 500, seed = "1")
    void textIsHashedAsItsUtf8Bytes(@ForAll String key) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        all().forEach(hash -> assertEquals(hash.hash(bytes), hash.hash(key)));
    }

    @ParameterizedTest
    @MethodSource("all")
    void asciiTextOfEveryLengthIsHashedAsItsBytes(KeyHash hash) {
        String text = "/some/path?with=a&query=and#more,0123456789 and enough to fill two stripes and a half";
        for (int length = 0; length <= text.length(); length++) {
            String key = text.substring(0, length);
            assertEquals(hash.hash(key.getBytes(StandardCharsets.US_ASCII)), hash.hash(key), key);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0080", "caf\u00e9", "\u65e5\u672c", "user-\ud83d\ude00", "\u007f"})
    void textBeyondAsciiIsHashedAsItsBytes(String key) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        all().forEach(hash -> assertEquals(hash.hash(bytes), hash.hash(key)));
    }

    @Test
    void anEmptyKeyIsNoKeyButForEnvoy() {
        assertEquals(KeyHash.NO_KEY, KeyHash.seeded(5).hash(""));
        assertEquals(KeyHash.NO_KEY, KeyHash.seeded(5).hash(new byte[0]));
        assertEquals(KeyHash.NO_KEY, KeyHash.crc32().hash(""));
        assertNotEquals(KeyHash.NO_KEY, KeyHash.xxHash64().hash(""));
    }

    @Test
    void anotherSeedIsAnotherHashAndTheSameSeedTheSame() {
        long[] hashes = new long[1000];
        Arrays.setAll(hashes, seed -> KeyHash.seeded(seed).hash("key"));
        assertEquals(1000, Arrays.stream(hashes).distinct().count());
        assertEquals(hashes[7], KeyHash.seeded(7).hash("key"));
    }

    /** On every machine and every release: clients that disagree on a key's server are worse than none that hash. */
    @Test
    void seededHashesNeverChange() {
        assertEquals(0x4425B788AEBD0B7FL, KeyHash.seeded(0).hash("user-42"));
        assertEquals(0x4B7B207B09D42D17L, KeyHash.seeded(1).hash("/api/orders/42?page=7"));
        assertEquals(0xE3177B7D67BEBDFCL, KeyHash.seeded(-1).hash(countUp(100)));
    }

    @Test
    void theSeedIsNotPrinted() {
        assertEquals("SipHash-1-3", KeyHash.seeded(1234).toString());
    }

    @ParameterizedTest
    @MethodSource("all")
    void hashingAsciiTextAndBytesAllocatesNothing(KeyHash hash) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long me = Thread.currentThread().getId();
        String text = "a-session-id-of-some-40-characters-or-so";
        byte[] bytes = countUp(77);
        long sum = 0;
        for (int i = 0; i < 20_000; i++) {
            sum += hash.hash(text) + hash.hash(bytes);
        }
        long before = threads.getThreadAllocatedBytes(me);
        for (int i = 0; i < 10_000; i++) {
            sum += hash.hash(text) + hash.hash(bytes);
        }
        long allocated = threads.getThreadAllocatedBytes(me) - before;
        assertTrue(allocated < 1_000 && sum != 0, () -> allocated + " bytes in 20 000 hashes");
    }
}
