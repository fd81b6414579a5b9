package org.mobileip.homeagent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.homeagent.Village.CAFE;
import static org.mobileip.homeagent.Village.arrives;

import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.mobileip.net.Datagram;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.wire.AuthenticationExtension.Kind;
import org.mobileip.wire.Identification;
import org.mobileip.wire.MalformedMessageException;
import org.mobileip.wire.NetworkAccessIdentifier;
import org.mobileip.wire.RegistrationRequest;

/** What is read of a request before its authenticator was looked at: octets by RFC 5944 §3.3 and §3.5.2, RFC 2794 §2. */
class PlainRequestTest {

    private static final String FIXED = "01220708" + "0a010101" + "c0a80001" + "cb007105" + "e6c1a5c200000001";
    private static final String AUTHENTICATION = "2014" + "00000101" + "000102030405060708090a0b0c0d0e0f";
    private static final String NAI = "8306" + "616e6e614062"; // anna@b

    @Test
    void saysWhoItClaimsToBeFrom() {
        PlainRequest request = of(FIXED + NAI + AUTHENTICATION).orElseThrow();
        assertThat(request.homeAddress()).isEqualTo(Ipv4.parse("10.1.1.1"));
        assertThat(request.nai()).contains(NetworkAccessIdentifier.of("anna@b"));
        assertThat(request.identification()).isEqualTo(new Identification(0xe6c1a5c200000001L));
        assertThat(request.authenticator().kind()).isEqualTo(Kind.MOBILE_HOME);
        assertThat(request.authenticator().spi()).isEqualTo(0x101);
        assertThat(request.authenticator().offset()).isEqualTo(32);
        assertThat(request.authenticator().authenticator()).isEqualTo(Octets.ofHex("000102030405060708090a0b0c0d0e0f"));
        assertThat(of(FIXED + AUTHENTICATION).orElseThrow().nai()).isEmpty();
    }

    @Test
    void isNoneWithAnythingElseInIt() {
        assertThat(of(FIXED)).as("no authenticator").isEmpty();
        assertThat(of(FIXED + NAI)).as("an NAI alone").isEmpty();
        assertThat(of(FIXED + AUTHENTICATION + NAI))
                .as("an NAI that nothing protects")
                .isEmpty();
        assertThat(of(FIXED + AUTHENTICATION + AUTHENTICATION)).as("two").isEmpty();
        assertThat(of(FIXED + AUTHENTICATION + "00")).as("padding behind").isEmpty();
        assertThat(of(FIXED + "00" + AUTHENTICATION)).as("padding before").isEmpty();
        assertThat(of(FIXED + "fe0141" + AUTHENTICATION)).as("another one").isEmpty();
        assertThat(of(FIXED + "8300" + AUTHENTICATION))
                .as("an NAI of no octets")
                .isEmpty();
        assertThat(of(FIXED + "2004" + "00000101"))
                .as("an authenticator of no octets")
                .isEmpty();
        assertThat(of(FIXED + "2204" + AUTHENTICATION.substring(4)))
                .as("of a foreign agent")
                .isEmpty();
        assertThat(of(FIXED + "9a060001" + "00010000" + AUTHENTICATION))
                .as("RFC 7629")
                .isEmpty();
    }

    /** So nobody needs to decode all of it to know that it is well formed, and who has signed it. */
    @Test
    void saysWhatDecodingAllOfItSays() throws MalformedMessageException {
        Random random = new Random(7);
        int plain = 0;
        int others = 0;
        for (int i = 0; i < 50_000; i++) {
            Datagram datagram = datagram(anything(random));
            Optional<PlainRequest> found = PlainRequest.of(datagram);
            if (found.isPresent()) {
                plain++;
                Arrival all = Arrival.of(datagram, RegistrationRequest.decode(datagram.payload()));
                assertThat(all.authorizing()).containsExactly(found.get().authenticator());
                assertThat(all.nai()).isEqualTo(found.get().nai());
                assertThat(all.request().homeAddress()).isEqualTo(found.get().homeAddress());
                assertThat(all.request().identification()).isEqualTo(found.get().identification());
                assertThat(all.request().extensions()).hasSize(all.nai().isPresent() ? 2 : 1);
                assertThat(found.get().arrival()).isEqualTo(all);
            } else {
                others++;
            }
        }
        assertThat(plain).isBetween(5_000, 45_000);
        assertThat(others).isBetween(5_000, 45_000);
    }

    /** Mostly of the parts of a plain one, in whatever order and sizes, and now and then cut off or with an octet changed. */
    private static byte[] anything(Random random) {
        StringBuilder text = new StringBuilder(FIXED);
        if (random.nextInt(3) == 0) {
            text.append(extension(131, octets(random, random.nextInt(20))));
        }
        if (random.nextInt(8) == 0) {
            text.append(extension(random.nextInt(256), octets(random, random.nextInt(20))));
        }
        if (random.nextInt(8) != 0) {
            text.append(extension(32, octets(random, random.nextInt(40))));
        }
        byte[] all = Octets.ofHex(text.toString()).toArray();
        byte[] whole = random.nextInt(8) == 0 ? Arrays.copyOf(all, 1 + random.nextInt(all.length)) : all;
        if (random.nextInt(4) == 0) {
            whole[random.nextInt(whole.length)] = (byte) random.nextInt(256);
        }
        whole[0] = RegistrationRequest.TYPE;
        return whole;
    }

    private static String extension(int type, String data) {
        return "%02x%02x".formatted(type, data.length() / 2) + data;
    }

    private static String octets(Random random, int count) {
        StringBuilder hex = new StringBuilder();
        for (int i = 0; i < count; i++) {
            hex.append("%02x".formatted(random.nextInt(256)));
        }
        return hex.toString();
    }

    private static Optional<PlainRequest> of(String hex) {
        return PlainRequest.of(datagram(Octets.ofHex(hex).toArray()));
    }

    private static Datagram datagram(byte[] octets) {
        return ((Event.Received) arrives(0, CAFE, Octets.of(octets))).datagram();
    }
}
