package org.mobileip.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.mobileip.net.Octets;

/** Every decoder, whatever it is given, gives a value or a {@link MalformedMessageException}. */
class TotalityTest {

    private static final int RUNS = 20_000;
    private static final int LONGEST = 120;

    /** Turns octets into something, or says that they are malformed. */
    private interface Decoder {
        Object decode(Octets octets) throws MalformedMessageException;
    }

    private record Subject(Decoder decoder, Octets valid) {}

    private static final Map<String, Subject> SUBJECTS = new LinkedHashMap<>();

    static {
        String extensions = "8303010203 00 2014 00000100 5a61abbecc2b798de5c5418a2cc3c9d5 2204 00000101";
        add(
                "request",
                RegistrationRequest::decode,
                "012a03e8 0a01010a 0a010114 0a01020f dc12c500 40000000" + extensions);
        add("reply", RegistrationReply::decode, "03000258 0a0a0039 0a0a0001 eeaf9850 12345678" + extensions);
        add("control message", ControlMessage::decode, "012a03e8 0a01010a 0a010114 0a01020f dc12c500 40000000");
        add("extensions", octets -> Extension.decodeAll(octets, 0), extensions);
        add("tunnel data", TunnelData::decode, "04040000 45000014");
        add(
                "UDP tunnel reply",
                RegistrationReply::decode,
                "03000258 0a0a0039 0a0a0001 eeaf9850 12345678 2c0600000000006e");
        add(
                "mobile network requests",
                octets -> MobileNetworkRequest.allOf(Extension.decodeAll(octets, 0)),
                "9406 00 18 0a140300 9406 00 00 00000000");
        add(
                "mobile network acknowledgements",
                octets -> MobileNetworkAcknowledgement.allOf(Extension.decodeAll(octets, 0)),
                "9408 01 02 18 00 0a140300 9408 02 00 18 00 0a140300");
        add(
                "multipath request",
                RegistrationRequest::decodeMultipath,
                "01260258 0a0a0039 0a0a0001 c0000265 eeaf9850 12345678 9a010004 04010200 8301ff");
        add(
                "multipath reply",
                RegistrationReply::decodeMultipath,
                "03000258 0a0a0039 0a0a0001 eeaf9850 12345678 9a020008 01010101 00000000");
        add(
                "multipath extension",
                octets -> MultipathExtension.allOf(ExtensionSpace.MULTIPATH_REQUESTS.decodeAll(octets, 0)),
                "9a010004 04010240");
        add(
                "flow bindings",
                FlowBindingExtension::decodeAll,
                "9a02002d 01020201 01 fffc0000 0a000001 0a000002 0a000003 0a000004 00000100 00000200"
                        + "0001 0002 0003 0004 b8 bb 06 11 9a020008 0001ff01 00000000");
        add("advertisement", AgentAdvertisement::decode, "09100c7f 01020003 0a0a0001 80000000 1006020102582000 130118");
        add("solicitation", AgentSolicitation::decode, "0a00f5ff 00000000");
        add("ICMP", IcmpMessage::decode, "0800cdbe 00770003 6162636465");
        add("IPv4", Ipv4Header::decode, "46000018 00004000 40047196 0a0a0001 c6336409 94040000");
        add("UDP", UdpHeader::decode, "a03f01b2 000d88a5 0102030405");
        add("Ethernet", EthernetFrame::decode, "ffffffffffff 020000000001 0806 00");
        add("ARP", ArpPacket::decode, "0001 0800 06 04 0002 020000000001 0a0a0039 fedcba987654 0a0a00c8");
    }

    @Test
    void decodesEveryValidExample() throws Exception {
        for (Subject subject : SUBJECTS.values()) {
            assertThat(subject.decoder().decode(subject.valid())).isNotNull();
        }
    }

    @Test
    void survivesEveryPrefixOfAValidMessage() {
        SUBJECTS.forEach((name, subject) -> {
            for (int length = 0; length < subject.valid().size(); length++) {
                survives(name, subject.decoder(), subject.valid().slice(0, length), "prefix of " + length + " octets");
            }
        });
    }

    @Test
    void refusesEveryPrefixWithinTheFixedPartAndWithinAnExtension() {
        Map<String, List<Integer>> whole = Map.of(
                "request",
                List.of(24, 29, 30, 52),
                "reply",
                List.of(20, 25, 26, 48),
                "extensions",
                List.of(0, 5, 6, 28));
        whole.forEach((name, ends) -> {
            Subject subject = Objects.requireNonNull(SUBJECTS.get(name));
            for (int length = 0; length < subject.valid().size(); length++) {
                boolean value =
                        survives(name, subject.decoder(), subject.valid().slice(0, length), "prefix " + length);
                assertThat(value).as("%s of %d octets".formatted(name, length)).isEqualTo(ends.contains(length));
            }
        });
    }

    @Test
    void survivesEveryOctetOfAValidMessageBeingAnyOther() {
        SUBJECTS.forEach((name, subject) -> {
            for (int at = 0; at < subject.valid().size(); at++) {
                for (int value = 0; value < 256; value++) {
                    byte[] changed = subject.valid().toArray();
                    changed[at] = (byte) value;
                    survives(name, subject.decoder(), Octets.of(changed), "octet " + at + " is " + value);
                }
            }
        });
    }

    @Test
    void survivesRandomOctets() {
        long seed = Long.getLong("mobileip.seed", System.nanoTime());
        System.out.println("TotalityTest: -Dmobileip.seed=" + seed + " repeats these random octets");
        Random random = new Random(seed);
        SUBJECTS.forEach((name, subject) -> {
            for (int run = 0; run < RUNS; run++) {
                byte[] octets = new byte[random.nextInt(LONGEST)];
                random.nextBytes(octets);
                // Every other run begins like a valid message, or nearly all would fail at the first octet.
                if (run % 2 == 0) {
                    byte[] valid = subject.valid().toArray();
                    int kept = random.nextInt(Math.min(valid.length, octets.length) + 1);
                    System.arraycopy(valid, 0, octets, 0, kept);
                }
                survives(name, subject.decoder(), Octets.of(octets), "seed " + seed);
            }
        });
    }

    /** Whether a value came out; anything but a value or a MalformedMessageException fails. */
    private static boolean survives(String name, Decoder decoder, Octets octets, String what) {
        try {
            assertThat(decoder.decode(octets)).isNotNull();
            return true;
        } catch (MalformedMessageException expected) {
            assertThat(expected).hasMessageMatching("\\p{Graph}.*");
            return false;
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError escaped) {
            return fail(name + ", " + what + ", given " + octets, escaped);
        }
    }

    private static void add(String name, Decoder decoder, String valid) {
        SUBJECTS.put(name, new Subject(decoder, Octets.ofHex(valid)));
    }
}
