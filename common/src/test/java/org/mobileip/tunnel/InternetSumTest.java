package org.mobileip.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
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

    @Test
    void aChangedWordGivesTheChecksumOfRfc1624() {
        assertThat(InternetSum.replace(0xdd2f, 0x5555, 0x3285)).isZero(); // §4: not ffff
    }
}
