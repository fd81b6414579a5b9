package org.mobileip.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mobileip.net.Octets;

/** Datagrams by a Python program, whose segments tshark finds sound, checksums included. */
class SegmenterTest {

    /** CWR, ECE, ACK, PSH, FIN; timestamps; 10 octets from a sequence number and an Identification that are about to wrap. */
    private static final String TCP =
            "4502003efffe40003f06855dac1000090a0a00399c400050fffffffa0102030480d901f5b68c00000101080a1122334455667788"
                    + "a0a1a2a3a4a5a6a7a8a9";

    /** Without DF. */
    private static final String UDP = "45020021000700003f11c567ac1000090a0a0039115101bb000db67aa0a1a2a3a4";

    private final ByteBuffer memory = ByteBuffer.allocate(4096);
    private final PacketBuffer large = new PacketBuffer(memory);
    private final PacketBuffer segment = new PacketBuffer(memory);
    private final Segmenter segmenter = new Segmenter();

    @Test
    void cutsTcpAsTheKernelDoes() {
        assertThat(cut(TCP, 4))
                .containsExactly(
                        "45020038fffe40003f068563ac1000090a0a00399c400050fffffffa0102030480d001f5c87c0000"
                                + "0101080a1122334455667788a0a1a2a3",
                        "45020038ffff40003f068562ac1000090a0a00399c400050fffffffe01020304805001f5c0f00000"
                                + "0101080a1122334455667788a4a5a6a7",
                        "45020036000040003f068564ac1000090a0a00399c4000500000000201020304805901f5638a0000"
                                + "0101080a1122334455667788a8a9");
    }

    @Test
    void cutsUdpIntoDatagramsOfTheirOwn() {
        assertThat(cut(UDP, 3))
                .containsExactly(
                        "4502001f000700003f11c569ac1000090a0a0039115101bb000bf3cda0a1a2",
                        "4502001e000800003f11c569ac1000090a0a0039115101bb000a92cda3a4");
    }

    @Test
    void whatIsNoLongerThanASegmentIsOne() {
        assertThat(cut(TCP, 10)).hasSize(1).allMatch(only -> only.endsWith("a0a1a2a3a4a5a6a7a8a9"));
        assertThat(cut(TCP, 65_535)).hasSize(1);
        assertThat(cut(TCP, 5)).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // a fragment
                "4502003efffe20003f06a55dac1000090a0a00399c400050fffffffa0102030480d901f5b68c0000"
                        + "0101080a1122334455667788a0a1a2a3a4a5a6a7a8a9",
                // a data offset of 16 octets; one of 60, beyond the end
                "4502003efffe40003f06855dac1000090a0a00399c400050fffffffa0102030440d901f5b68c0000"
                        + "0101080a1122334455667788a0a1a2a3a4a5a6a7a8a9",
                "4502003efffe40003f06855dac1000090a0a00399c400050fffffffa01020304f0d901f5b68c0000"
                        + "0101080a1122334455667788a0a1a2a3a4a5a6a7a8a9",
                // ICMP
                "45020021000700003f01c577ac1000090a0a0039115101bb000db67aa0a1a2a3a4",
                // no octet of payload
                "4502001c000700003f11c56cac1000090a0a0039115101bb00080000"
            })
    void refusesWhatCannotBeCut(String digits) {
        put(digits);
        assertThat(segmenter.begin(large, 4)).isFalse();
    }

    @Test
    void refusesASegmentOfNoOctets() {
        put(TCP);
        assertThat(segmenter.begin(large, 0)).isFalse();
    }

    @Test
    void readsNothingBeyondADatagramThatIsCutShort() {
        for (int length = 0; length < TCP.length() / 2; length++) {
            put(TCP.substring(0, 2 * length));
            assertThat(segmenter.begin(large, 4)).as("%d octets", length).isFalse();
        }
        Random random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            byte[] octets = new byte[20 + random.nextInt(60)];
            random.nextBytes(octets);
            octets[0] = (byte) (0x45 + random.nextInt(3));
            octets[2] = 0;
            octets[3] = (byte) octets.length;
            octets[6] = 0x40;
            octets[7] = 0;
            octets[9] = (byte) (random.nextBoolean() ? 6 : 17);
            put(Octets.of(octets).toString());
            if (((octets[0] & 0xf) << 2) <= octets.length) {
                large.sumHeader();
            }
            if (segmenter.begin(large, 1 + random.nextInt(20))) {
                assertThat(segments()).isNotEmpty();
            }
        }
    }

    private List<String> cut(String digits, int size) {
        put(digits);
        assertThat(segmenter.begin(large, size)).isTrue();
        return segments();
    }

    private List<String> segments() {
        List<String> segments = new ArrayList<>();
        while (segmenter.hasNext()) {
            int length = segmenter.nextLength();
            segment.window(2000, 0);
            segmenter.next(large, segment);
            assertThat(segment.length()).isEqualTo(length);
            segments.add(Octets.of(memory.slice(2000, length)).toString());
        }
        return segments;
    }

    private void put(String digits) {
        byte[] octets = Octets.ofHex(digits).toArray();
        memory.put(100, octets);
        large.window(100, octets.length);
    }
}
