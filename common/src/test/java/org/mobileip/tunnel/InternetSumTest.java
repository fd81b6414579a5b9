package org.mobileip.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mobileip.net.Octets;

class InternetSumTest {

    @ParameterizedTest
    @CsvSource({
        "0001f203f4f5f6f7, ddf2", // RFC 1071 §3
        "0001f203f4f5f6, dcfb", // the same with an odd number of octets: f600 for the last word
        "ff, ff00",
        "'', 0000"
    })
    void addsUpAsRfc1071Does(String octets, String sum) {
        ByteBuffer buffer = ByteBuffer.wrap(Octets.ofHex("aaaaaa" + octets).toArray());
        int added = InternetSum.fold(InternetSum.of(buffer, 3, buffer.capacity() - 3));
        assertThat(String.format("%04x", added)).isEqualTo(sum);
    }

    /** However many octets are added at a time: of each length, and where every word runs over. */
    @Test
    void addsUpWordByWordWhateverTheLength() {
        byte[] octets = new byte[0x10000];
        new Random(7).nextBytes(octets);
        for (int count = 0; count <= 130; count++) {
            assertThat(added(octets, count)).as("%d octets", count).isEqualTo(wordByWord(octets, count));
        }
        assertThat(added(octets, 0xffff)).isEqualTo(wordByWord(octets, 0xffff));
        Arrays.fill(octets, (byte) 0xff);
        assertThat(added(octets, 0xffff)).isEqualTo(wordByWord(octets, 0xffff));
    }

    private static int added(byte[] octets, int count) {
        return InternetSum.fold(InternetSum.of(ByteBuffer.wrap(octets), 1, count));
    }

    /** RFC 1071 §1, with the carry added at once. */
    private static int wordByWord(byte[] octets, int count) {
        int sum = 0;
        for (int at = 0; at < count; at += 2) {
            int low = at + 1 < count ? octets[2 + at] & 0xff : 0;
            sum += (octets[1 + at] & 0xff) << 8 | low;
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return sum;
    }

    @Test
    void aChangedWordGivesTheChecksumOfRfc1624() {
        assertThat(InternetSum.replace(0xdd2f, 0x5555, 0x3285)).isZero(); // §4: not ffff
    }
}
