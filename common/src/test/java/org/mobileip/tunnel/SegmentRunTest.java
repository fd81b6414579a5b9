package org.mobileip.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mobileip.net.Octets;

/** Segments and datagrams by a Python program, which tshark finds sound, checksums included. */
class SegmentRunTest {

    private static final String FIRST =
            "45020038000540003f06855dac1000090a0a00399c400050000003e801020304801001f5c54f0000"
                    + "0101080a1122334455667788a0a1a2a3";
    private static final String SECOND =
            "45020038000640003f06855cac1000090a0a00399c400050000003ec01020304801001f5bd430000"
                    + "0101080a1122334455667788a4a5a6a7";
    private static final String SHORT_AND_PUSHED =
            "45020036000740003f06855dac1000090a0a00399c400050000003f001020304801801f55fdd0000"
                    + "0101080a1122334455667788a8a9";

    /** All three, with the sum of the pseudo header in place of the checksum. */
    private static final String ALL = "4502003e000540003f068557ac1000090a0a00399c400050000003e801020304801801f5b68c0000"
            + "0101080a1122334455667788a0a1a2a3a4a5a6a7a8a9";

    /** UDP datagrams of 6, 6 and 3 octets, and all three with the sum of the pseudo header in place of the checksum. */
    private static final String DATAGRAM = "45480022000740003f118520ac1000090a0a00399c40138c000eb1bea0a1a2a3a4a5";

    private static final String NEXT_DATAGRAM = "45480022000840003f11851fac1000090a0a00399c40138c000e818eb0b1b2b3b4b5";
    private static final String SHORT_DATAGRAM = "4548001f000940003f118521ac1000090a0a00399c40138c000b16edc0c1c2";
    private static final String ALL_DATAGRAMS =
            "4548002b000740003f118517ac1000090a0a00399c40138c0017b684a0a1a2a3a4a5b0b1b2b3b4b5c0c1c2";

    private static final int IP = 20;

    private final ByteBuffer memory = ByteBuffer.allocate(2000);
    private final PacketBuffer datagram = new PacketBuffer(memory);
    private final SegmentRun run = new SegmentRun(new PacketBuffer(memory));
    private int end;

    @Test
    void segmentsInARowBecomeOneDatagram() {
        begin(FIRST);
        assertThat(run.add(put(SECOND))).isTrue();
        assertThat(run.isClosed()).isFalse();
        assertThat(run.add(put(SHORT_AND_PUSHED))).isTrue();
        assertThat(run.isClosed()).isTrue();
        assertThat(run.segments()).isEqualTo(3);
        assertThat(run.headers()).isEqualTo(52);
        assertThat(run.segmentSize()).isEqualTo(4);
        assertThat(run.finish()).isEqualTo(IP + 16);
        // the payloads of the others follow the headers and the payload of the first
        assertThat(Octets.of(memory.slice(0, 56)).toString()).isEqualTo(ALL.substring(0, 112));
    }

    @Test
    void whatWasCutGoesTogetherAgain() {
        List<byte[]> segments = new ArrayList<>();
        Segmenter segmenter = new Segmenter();
        byte[] octets = Octets.ofHex(ALL).toArray();
        memory.put(1000, octets);
        datagram.window(1000, octets.length);
        PacketBuffer large = new PacketBuffer(memory);
        large.window(1000, octets.length);
        assertThat(segmenter.begin(large, 4)).isTrue();
        while (segmenter.hasNext()) {
            datagram.window(500, 0);
            segmenter.next(large, datagram);
            segments.add(Octets.of(memory.slice(500, datagram.length())).toArray());
        }
        assertThat(segments.stream().map(each -> Octets.of(each).toString()))
                .containsExactly(FIRST, SECOND, SHORT_AND_PUSHED);
    }

    @ParameterizedTest
    @CsvSource({
        "a gap, 27, ed", // sequence number 1005
        "what was there already, 27, e8",
        "another acknowledgment number, 28, 02",
        "another window, 35, f6",
        "another type of service, 1, 03",
        "another time to live, 8, 3e",
        "no DF, 6, 00",
        "an Identification that was left out, 5, 07",
        "an Identification that was there, 5, 04",
        "another timestamp, 47, 45",
        "another option, 41, 00",
        "ECE, 33, 50"
    })
    void whatDiffersFollowsByItself(String unused, int offset, String octet) {
        begin(FIRST);
        assertThat(run.add(changed(SECOND, octets -> octets[offset] = (byte) Integer.parseInt(octet, 16))))
                .isFalse();
        assertThat(run.segments()).isEqualTo(1);
        assertThat(run.add(put(SECOND))).as("the run goes on").isTrue();
    }

    @Test
    void aWrongChecksumIsNotCovered() {
        begin(FIRST);
        assertThat(run.add(put(SECOND.replace("a4a5a6a7", "a4a5a6a8")))).isFalse();
        assertThat(run.add(put(SECOND))).isTrue();
        begin(FIRST.replace("a0a1a2a3", "a0a1a2a4"));
        assertThat(run.add(put(SECOND))).isFalse();
        assertThat(run.isClosed()).isTrue();
    }

    @Test
    void nothingFollowsAShortOneOrOneWithPushAndNoneIsLongerThanTheFirst() {
        begin(FIRST);
        assertThat(run.add(changed(SECOND, SegmentRunTest::cutByOne))).isTrue();
        assertThat(run.isClosed()).isTrue();
        begin(changed(FIRST, octets -> octets[IP + 13] |= 0x08));
        assertThat(run.isClosed()).isTrue();
        begin(SHORT_AND_PUSHED.replace("8018", "8010").replace("5fdd", "5fe5"));
        assertThat(run.add(changed(FIRST, octets -> {
                    octets[5] = 8;
                    octets[26] = 3;
                    octets[27] = (byte) 0xf2;
                })))
                .isFalse();
    }

    @Test
    void identificationsThatStandStillGoTogetherWhereDfIsSet() {
        begin(FIRST);
        assertThat(run.add(changed(SECOND, octets -> octets[5] = 5))).isTrue();
        assertThat(run.add(changed(SHORT_AND_PUSHED, octets -> octets[5] = 7)))
                .as("one more, after none more")
                .isFalse();
        begin(changed(FIRST, octets -> octets[6] = 0));
        assertThat(run.add(changed(SECOND, octets -> {
                    octets[5] = 5;
                    octets[6] = 0;
                })))
                .isFalse();
    }

    @Test
    void noMoreThanADatagramHolds() {
        ByteBuffer wide = ByteBuffer.allocate(200_000);
        PacketBuffer next = new PacketBuffer(wide);
        SegmentRun long1 = new SegmentRun(new PacketBuffer(wide));
        for (int i = 0; i < 3; i++) {
            byte[] octets = segment(i, 30_000);
            wide.put(i * 40_000, octets);
            next.window(i * 40_000, octets.length);
            if (i == 0) {
                long1.begin(next);
            } else {
                assertThat(long1.add(next)).isEqualTo(i == 1);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0x11, 0x12, 0x14, 0x30, 0x90, 0x00, 0x08})
    void flagsThatSaySomethingOfOneSegmentAreSaidByOneAlone(int flags) {
        assertThat(suits(changed(FIRST, octets -> octets[IP + 13] = (byte) flags)))
                .isFalse();
        assertThat(suits(changed(FIRST, octets -> octets[IP + 12] |= 1))).isFalse(); // AE
        assertThat(suits(put(FIRST))).isTrue();
    }

    @Test
    void whatHasNoPayloadOrOptionsOrIsAFragmentOrNoTcpSuitsNot() {
        assertThat(suits(changed(FIRST, octets -> octets[6] = 0x20))).isFalse();
        assertThat(suits(changed(FIRST, octets -> octets[9] = 17))).isFalse();
        assertThat(suits(changed(FIRST, octets -> octets[0] = 0x46))).isFalse();
        assertThat(suits(changed(FIRST, octets -> octets[IP + 12] = 0x40))).isFalse();
        assertThat(suits(changed(FIRST, octets -> octets[IP + 12] = (byte) 0xf0)))
                .isFalse();
        for (int length = 20; length <= 52; length++) {
            assertThat(suits(put(FIRST.substring(0, 2 * length)))).isFalse();
        }
    }

    @Test
    void onlyWhatIsOfTheSameConnectionMustWait() {
        begin(FIRST);
        assertThat(run.mustPrecede(put(SECOND))).isTrue();
        assertThat(run.mustPrecede(put(FIRST.substring(0, 40)))).as("cut short").isTrue();
        assertThat(run.mustPrecede(changed(SECOND, octets -> {
                    octets[6] = 0x20;
                    octets[IP] = 0;
                })))
                .as("a fragment")
                .isTrue();
        assertThat(run.mustPrecede(changed(SECOND, octets -> octets[IP] = 1))).isFalse();
        assertThat(run.mustPrecede(changed(SECOND, octets -> octets[IP + 3] = 1)))
                .isFalse();
        assertThat(run.mustPrecede(changed(SECOND, octets -> octets[15] = 1))).isFalse();
        assertThat(run.mustPrecede(changed(SECOND, octets -> octets[19] = 1))).isFalse();
        assertThat(run.mustPrecede(changed(SECOND, octets -> octets[9] = 17))).isFalse();
    }

    @Test
    void udpDatagramsOfOneFlowBecomeOne() {
        begin(DATAGRAM);
        assertThat(run.isTcp()).isFalse();
        assertThat(run.add(put(NEXT_DATAGRAM))).isTrue();
        assertThat(run.isClosed()).isFalse();
        assertThat(run.add(put(SHORT_DATAGRAM))).isTrue();
        assertThat(run.isClosed()).as("behind a shorter one").isTrue();
        assertThat(run.segments()).isEqualTo(3);
        assertThat(run.headers()).isEqualTo(28);
        assertThat(run.segmentSize()).isEqualTo(6);
        assertThat(run.finish()).isEqualTo(IP + 6);
        assertThat(Octets.of(memory.slice(0, 34)).toString()).isEqualTo(ALL_DATAGRAMS.substring(0, 68));
    }

    /** Where TCP has its flags: all of them, PSH too. */
    @Test
    void whatUdpCarriesIsNotTakenForFlags() {
        begin("45000022000540003f11856a0a0a0039ac1000099c401388000e99adffffffffffff");
        assertThat(run.isClosed()).isFalse();
        assertThat(run.add(put("45000022000640003f1185690a0a0039ac1000099c401388000e99adffffffffffff")))
                .isTrue();
        assertThat(run.isClosed()).isFalse();
        run.finish();
        assertThat(Octets.of(memory.slice(28, 6))).isEqualTo(Octets.ofHex("ffffffffffff"));
    }

    @Test
    void whatWasCutOfUdpGoesTogetherAgain() {
        byte[] octets = Octets.ofHex(ALL_DATAGRAMS).toArray();
        memory.put(1000, octets);
        PacketBuffer large = new PacketBuffer(memory);
        large.window(1000, octets.length);
        Segmenter segmenter = new Segmenter();
        assertThat(segmenter.begin(large, 6)).isTrue();
        List<String> cut = new ArrayList<>();
        while (segmenter.hasNext()) {
            datagram.window(500, 0);
            segmenter.next(large, datagram);
            cut.add(Octets.of(memory.slice(500, datagram.length())).toString());
        }
        assertThat(cut).containsExactly(DATAGRAM, NEXT_DATAGRAM, SHORT_DATAGRAM);
    }

    @ParameterizedTest
    @CsvSource({
        "another type of service, 1, 49",
        "another time to live, 8, 3e",
        "no DF, 6, 00",
        "an Identification that was left out, 5, 09",
        "an Identification that was there, 5, 06"
    })
    void aDatagramThatDiffersFollowsByItself(String unused, int offset, String octet) {
        begin(DATAGRAM);
        assertThat(run.add(changed(NEXT_DATAGRAM, octets -> octets[offset] = (byte) Integer.parseInt(octet, 16))))
                .isFalse();
        assertThat(run.add(put(NEXT_DATAGRAM))).as("the run goes on").isTrue();
    }

    @Test
    void udpDatagramsWithIdentificationsThatStandStillGoTogetherWhereDfIsSet() {
        begin(changed(DATAGRAM, octets -> octets[5] = 0));
        assertThat(run.add(changed(NEXT_DATAGRAM, octets -> octets[5] = 0))).isTrue();
        assertThat(run.add(changed(SHORT_DATAGRAM, octets -> octets[5] = 0))).isTrue();
        begin(changed(DATAGRAM, octets -> octets[6] = 0));
        assertThat(run.add(changed(NEXT_DATAGRAM, octets -> {
                    octets[5] = 7;
                    octets[6] = 0;
                })))
                .isFalse();
    }

    @Test
    void aWrongUdpChecksumIsNotCoveredAndALongerDatagramBeginsAnew() {
        begin(DATAGRAM);
        assertThat(run.add(put(NEXT_DATAGRAM.replace("b4b5", "b4b6")))).isFalse();
        assertThat(run.add(put(NEXT_DATAGRAM))).isTrue();
        begin(DATAGRAM.replace("a4a5", "a4a6"));
        assertThat(run.add(put(NEXT_DATAGRAM))).isFalse();
        assertThat(run.isClosed()).isTrue();
        begin(changed(SHORT_DATAGRAM, octets -> octets[5] = 7));
        assertThat(run.add(put(NEXT_DATAGRAM))).isFalse();
    }

    /** A datagram without a checksum would have one when it was cut out again; one with another length than it says is not ours to mend. */
    @Test
    void udpThatIsEmptyOrHasNoChecksumOrSaysAnotherLengthSuitsNot() {
        assertThat(suits(put(DATAGRAM))).isTrue();
        assertThat(SegmentRun.suits(put(DATAGRAM), false))
                .as("nobody wants runs of UDP")
                .isFalse();
        assertThat(suits(put(DATAGRAM.replace("b1be", "0000")))).isFalse();
        assertThat(suits(put(DATAGRAM.replace("000eb1be", "000db1be")))).isFalse();
        assertThat(suits(put(DATAGRAM.replace("000eb1be", "000fb1be")))).isFalse();
        assertThat(suits(put("4548001c000740003f118526ac1000090a0a00399c40138c00080000")))
                .isFalse();
        assertThat(suits(put("4548001c000740003f118526ac1000090a0a00399c40138c0008a1b2")))
                .as("nothing in it")
                .isFalse();
        assertThat(suits(put(DATAGRAM.replace("00074000", "00072000"))))
                .as("a fragment")
                .isFalse();
        for (int length = 20; length < 34; length++) {
            assertThat(suits(put(DATAGRAM.substring(0, 2 * length)))).isFalse();
        }
    }

    @Test
    void onlyUdpOfTheSameFlowMustWait() {
        begin(DATAGRAM);
        assertThat(run.mustPrecede(put(NEXT_DATAGRAM))).isTrue();
        assertThat(run.mustPrecede(put(NEXT_DATAGRAM.replace("9c40138c", "9c41138c"))))
                .isFalse();
        assertThat(run.mustPrecede(put(NEXT_DATAGRAM.replace("9c40138c", "9c40138d"))))
                .isFalse();
        assertThat(run.mustPrecede(put(FIRST))).isFalse();
    }

    private static boolean suits(PacketBuffer datagram) {
        return SegmentRun.suits(datagram, true);
    }

    private static byte[] segment(int index, int payload) {
        byte[] octets = new byte[40 + payload];
        System.arraycopy(Octets.ofHex(FIRST).toArray(), 0, octets, 0, 40);
        octets[IP + 12] = 0x50;
        ByteBuffer words = ByteBuffer.wrap(octets);
        words.putShort(2, (short) octets.length)
                .putShort(4, (short) (5 + index))
                .putInt(IP + 4, 1000 + index * payload);
        return summed(octets);
    }

    private static void cutByOne(byte[] octets) {
        octets[3]--;
    }

    private void begin(String digits) {
        end = 0;
        run.begin(put(digits));
    }

    private void begin(PacketBuffer first) {
        run.begin(first);
    }

    private PacketBuffer put(String digits) {
        return put(Octets.ofHex(digits).toArray());
    }

    private PacketBuffer put(byte[] octets) {
        memory.put(end, octets);
        datagram.window(end, octets.length);
        end += octets.length;
        return datagram;
    }

    /** The datagram with something changed, its total length the one its header says, and checksums that are right. */
    private PacketBuffer changed(String digits, Consumer<byte[]> change) {
        byte[] octets = Octets.ofHex(digits).toArray();
        change.accept(octets);
        byte[] cut = java.util.Arrays.copyOf(octets, ByteBuffer.wrap(octets).getShort(2));
        return put(summed(cut));
    }

    private static byte[] summed(byte[] octets) {
        ByteBuffer words = ByteBuffer.wrap(octets);
        words.putShort(10, (short) 0);
        words.putShort(10, (short) ~sum(words, 0, IP, 0));
        int length = octets.length - IP;
        int checksum = octets[9] == 6 ? IP + 16 : IP + 6;
        words.putShort(checksum, (short) 0);
        words.putShort(checksum, (short) ~sum(words, IP, octets.length, sum(words, 12, IP, octets[9] + length)));
        return octets;
    }

    private static int sum(ByteBuffer words, int from, int to, int more) {
        long sum = more;
        for (int at = from; at < to; at++) {
            sum += (long) (words.get(at) & 0xff) << ((at - from) % 2 == 0 ? 8 : 0);
        }
        while (sum >> 16 != 0) {
            sum = (sum & 0xffff) + (sum >> 16);
        }
        return (int) sum;
    }
}
