package org.mobileip.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;

/** Advertisements put together by Python's struct, with Scapy's checksum. */
class AgentDiscoveryTest {

    private static final Octets FROM_HOME_AGENT =
            Octets.ofHex("09100c7f 01020003 0a0a0001 80000000" + "1006 0201 0258 2000 13 01 18");

    private static final Octets FROM_FOREIGN_AGENT = Octets.ofHex(
            "0900445b 02020708 c0000201 00000000" + "c0000202 fffffffb 100e ffff ffff 9180 c0000201 c0000209 00");

    @Test
    void makesWhatAHomeAgentSaysOnItsHomeLink() throws Exception {
        AgentAdvertisement advertisement =
                AgentAdvertisement.ofHomeAgent(Ipv4.parse("10.10.0.1"), 24, 3, 513, new Lifetime(600));
        assertThat(advertisement.encode()).isEqualTo(FROM_HOME_AGENT);
        assertThat(AgentAdvertisement.decode(FROM_HOME_AGENT)).isEqualTo(advertisement);
        assertThat(advertisement.isHomeAgent()).isTrue();
        assertThat(advertisement.isForeignAgent()).isFalse();
        assertThat(advertisement.routerAddresses()).containsExactly(Ipv4.parse("10.10.0.1"));
    }

    @Test
    void readsWhatAForeignAgentSaysWithItsPadding() throws Exception {
        AgentAdvertisement advertisement = AgentAdvertisement.decode(FROM_FOREIGN_AGENT);
        assertThat(advertisement.routesCommonTraffic()).isTrue();
        assertThat(advertisement.isForeignAgent()).isTrue();
        assertThat(advertisement.isHomeAgent()).isFalse();
        assertThat(advertisement.lifetime()).isEqualTo(Duration.ofMinutes(30));
        assertThat(advertisement.routers())
                .containsExactly(
                        new AgentAdvertisement.Router(Ipv4.parse("192.0.2.1"), 0),
                        new AgentAdvertisement.Router(Ipv4.parse("192.0.2.2"), -5));
        assertThat(advertisement.sequence()).isEqualTo(65535);
        assertThat(advertisement.registrationLifetime()).isEqualTo(Lifetime.INFINITE);
        assertThat(advertisement.flags()).hasToString("R|F|T|U");
        assertThat(advertisement.careOfAddresses()).containsExactly(Ipv4.parse("192.0.2.1"), Ipv4.parse("192.0.2.9"));
        assertThat(advertisement.prefixLengths()).isEmpty();
        // The padding at the end is all that is lost; an octet of zero leaves the checksum as it is.
        assertThat(advertisement.encode().plus(Octets.ofHex("00"))).isEqualTo(FROM_FOREIGN_AGENT);
    }

    /** RFC 4721 §2, behind the care-of address 192.0.2.1 and a prefix length; the checksum is Python's. */
    @Test
    void makesAndReadsAChallenge() throws Exception {
        Octets message = Octets.ofHex(
                "0900 1971 01020003 c0000201 00000000 100a 0007 0258 1100 c0000201 13 01 18" + " 18 04 01020304");
        AgentAdvertisement advertisement = AgentAdvertisement.decode(message);
        assertThat(advertisement.challenge()).contains(Octets.ofHex("01020304"));
        assertThat(advertisement.prefixLengths()).containsExactly(24);
        assertThat(advertisement.encode()).isEqualTo(message);
    }

    @Test
    void skipsExtensionsFrom128AndDiscardsOthersThatAreNotKnown() throws Exception {
        assertThat(AgentAdvertisement.decode(withTail("80 03 010203")).isHomeAgent())
                .isTrue();
        assertThatThrownBy(() -> AgentAdvertisement.decode(withTail("7f 00")))
                .isInstanceOf(UnrecognizedExtensionException.class);
        // 32 authenticates a control message; in this number space nobody has assigned it (RFC 5944 §1.8).
        assertThatThrownBy(() -> AgentAdvertisement.decode(withTail("20 04 00000100")))
                .isInstanceOf(UnrecognizedExtensionException.class);
    }

    @Test
    void refusesWhatContradictsItself() {
        assertRefused("neither a home agent nor a foreign agent", "1006 0201 0258 0000");
        assertRefused("busy or registration required, but no foreign agent", "1006 0201 0258 6000");
        assertRefused("busy or registration required, but no foreign agent", "1006 0201 0258 a000");
        assertRefused("a foreign agent without a care-of address", "1006 0201 0258 1000");
        assertRefused("2 prefix lengths for 1 addresses", "1006 0201 0258 2000 13021818");
        assertRefused("prefix length 33 is not within 0 to 32", "1006 0201 0258 2000 130121");
        assertRefused("a mobility agent extension of 8 octets", "1008 0201 0258 2000 0000");
        assertRefused("extension 16 at octet 16 is too short", "1005 0201 0258 20");
        assertRefused("a Router Advertisement of no mobility agent", "");
        assertThatThrownBy(() -> new AgentAdvertisement(
                        true, Duration.ZERO, List.of(), 0, Lifetime.ZERO, new AgentFlags(0), List.of(), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void readsPrefixLengthsFrom0To32() throws Exception {
        assertThat(AgentAdvertisement.decode(advertisement("0102 0003 0a0a0001 00000000 1006 0201 0258 2000 130100"))
                        .prefixLengths())
                .containsExactly(0);
        assertThat(AgentAdvertisement.decode(advertisement("0102 0003 0a0a0001 00000000 1006 0201 0258 2000 130120"))
                        .prefixLengths())
                .containsExactly(32);
    }

    @Test
    void readsLongerAddressEntriesAndRefusesShorterOnes() throws Exception {
        Octets three = advertisement("0103 0003 0a0a0001 00000007 deadbeef 1006 0201 0258 2000");
        assertThat(AgentAdvertisement.decode(three).routers())
                .containsExactly(new AgentAdvertisement.Router(Ipv4.parse("10.10.0.1"), 7));
        assertThatThrownBy(() -> AgentAdvertisement.decode(advertisement("0101 0003 0a0a0001 1006 0201 0258 2000")))
                .hasMessage("address entries of 4 octets");
    }

    @Test
    void makesAndReadsASolicitation() throws Exception {
        // By hand: ~0x0a00 is 0xf5ff.
        Octets solicitation = Octets.ofHex("0a00f5ff 00000000");
        assertThat(new AgentSolicitation().encode()).isEqualTo(solicitation);
        assertThat(AgentSolicitation.decode(solicitation)).isEqualTo(new AgentSolicitation());
        assertThatThrownBy(() -> AgentSolicitation.decode(FROM_HOME_AGENT))
                .isInstanceOf(MalformedMessageException.class);
        assertThatThrownBy(() -> AgentAdvertisement.decode(solicitation)).isInstanceOf(MalformedMessageException.class);
    }

    private static void assertRefused(String message, String extensions) {
        assertThatThrownBy(() -> AgentAdvertisement.decode(advertisement("0102 0003 0a0a0001 80000000" + extensions)))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessage(message);
    }

    private static Octets withTail(String extension) {
        return advertisement("0102 0003 0a0a0001 80000000 1006 0201 0258 2000" + extension);
    }

    private static Octets advertisement(String body) {
        return new IcmpMessage(IcmpMessage.ROUTER_ADVERTISEMENT, 0, Octets.ofHex(body)).encode();
    }
}
