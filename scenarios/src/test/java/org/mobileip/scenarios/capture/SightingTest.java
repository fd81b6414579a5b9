package org.mobileip.scenarios.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.wire.RegistrationRequest;

class SightingTest {

    private static final Ipv4 CARE_OF = Ipv4.parse("192.0.2.44");
    private static final Ipv4 AGENT = Ipv4.parse("10.10.0.1");
    private static final Ipv4 HOME = Ipv4.parse("10.10.0.57");
    private static final Ipv4 CORRESPONDENT = Ipv4.parse("10.10.0.200");

    private static final String ETHERNET = "020000000001 020000000002 0800 ";

    /** A request with HMAC-MD5 made outside this project. */
    private static final String REQUEST =
            "012a03e80a01010a0a0101140a01020fdc12c500400000002014000001005a61abbecc2b798de5c5" + "418a2cc3c9d5";

    @Test
    void seesARegistrationRequestAndLeavesThePaddingOfTheFrameOut() {
        Octets frame = Octets.ofHex(ETHERNET + "4500004a00004000 40110000 c000022c 0a0a0001" + "9c40 01b2 0036 0000"
                + REQUEST + "00000000");
        assertThat(Sighting.of(frame)).isInstanceOfSatisfying(Sighting.Registration.class, seen -> {
            assertThat(seen.from()).isEqualTo(CARE_OF);
            assertThat(seen.to()).isEqualTo(AGENT);
            assertThat(seen.message()).isInstanceOfSatisfying(RegistrationRequest.class, request -> {
                assertThat(request.homeAddress()).isEqualTo(Ipv4.parse("10.1.1.10"));
                assertThat(request.careOfAddress()).isEqualTo(Ipv4.parse("10.1.2.15"));
            });
        });
    }

    @Test
    void tellsWhyAMessageOnTheRegistrationPortIsNone() {
        Octets frame =
                Octets.ofHex(ETHERNET + "4500002000004000 40110000 c000022c 0a0a0001 9c40 01b2 000c 0000 012a03e8");
        assertThat(Sighting.of(frame)).isEqualTo(new Sighting.Malformed(CARE_OF, AGENT, "truncated at octet 4"));
    }

    @Test
    void seesBothHeadersOfATunnelledPacket() {
        Octets frame = Octets.ofHex(ETHERNET + "4500003000004000 40040000 0a0a0001 c000022c"
                + "4500001c00004000 3f110000 0a0a00c8 0a0a0039 1388 1389 0008 0000");
        assertThat(Sighting.of(frame)).isEqualTo(new Sighting.Tunnelled(AGENT, CARE_OF, CORRESPONDENT, HOME));
    }

    @Test
    void skipsTheOptionsOfAnOuterHeader() {
        Octets frame = Octets.ofHex(ETHERNET + "4600003400004000 40040000 0a0a0001 c000022c 01010101"
                + "4500001c00004000 3f110000 0a0a00c8 0a0a0039 1388 1389 0008 0000");
        assertThat(Sighting.of(frame)).isEqualTo(new Sighting.Tunnelled(AGENT, CARE_OF, CORRESPONDENT, HOME));
    }

    @Test
    void takesALaterFragmentForAPlainPacketWhateverItsOctetsLookLike() {
        Octets frame = Octets.ofHex(ETHERNET + "4500003000000010 40040000 0a0a0001 c000022c"
                + "4500001c00004000 3f110000 0a0a00c8 0a0a0039 1388 1389 0008 0000");
        assertThat(Sighting.of(frame)).isEqualTo(new Sighting.Plain(AGENT, CARE_OF, 4));
    }

    @Test
    void neverFailsOnRandomOctetsOrAtAnyPrefix() {
        Random random = new Random(5944);
        for (int round = 0; round < 20_000; round++) {
            byte[] octets = new byte[random.nextInt(100)];
            random.nextBytes(octets);
            if (octets.length > 23 && random.nextBoolean()) {
                octets[12] = 8;
                octets[13] = 0;
                octets[23] = (byte) (random.nextBoolean() ? 17 : 4);
            }
            assertThat(Sighting.of(Octets.of(octets))).isNotNull();
        }
    }
}
