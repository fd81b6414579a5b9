package org.mobileip.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.Octets;

/** What is just possible, and what is just not. */
class BoundsTest {

    @Test
    void aTypeFrom128OnMayBeSteppedOverByWhoeverDoesNotKnowItAndNoneBelow() {
        assertThat(Extension.of(127, Octets.EMPTY).isSkippable())
                .as("RFC 5944 §1.8")
                .isFalse();
        assertThat(Extension.of(128, Octets.EMPTY).isSkippable()).isTrue();
    }

    @Test
    void aSubtypeIsOneOctet() {
        assertThat(Extension.ofShort(148, 255, Octets.EMPTY).encode()).isEqualTo(Octets.ofHex("9401ff"));
        assertThatThrownBy(() -> Extension.ofShort(148, 256, Octets.EMPTY))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theLettersOfARealmAreTheSameInEitherCaseFromAToZ() {
        assertThat(NetworkAccessIdentifier.of("Zoe@AZ.example").canonical())
                .isEqualTo(NetworkAccessIdentifier.of("Zoe@az.example"));
    }

    /** 30 octets by its total length, of which 20 are there; the checksum, made by hand, is right. */
    @Test
    void aHeaderThatSaysMoreThanThereIsIsNone() {
        Octets header = Octets.ofHex("4500001e000100004011ae97c000022c0a0a0001");
        assertThatThrownBy(() -> Ipv4Header.decode(header)).isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void aMessageOf128CharactersIsShownWholeAndALongerOneIsCut() {
        assertThat(MessageString.ofHomeAgent("a".repeat(128)).text()).isEqualTo("a".repeat(128));
        assertThat(MessageString.ofHomeAgent("a".repeat(129)).text()).isEqualTo("a".repeat(128) + "...");
    }

    /** RFC 3519 §3.1.1: type 144, sub-type 0; any other type with the same octets is something else. */
    @Test
    void onlyAnExtensionOfItsTypeAsksForAnUdpTunnel() {
        Octets data = Octets.ofHex("0000 80 00 0000");
        assertThat(UdpTunnelRequest.allOf(List.of(Extension.of(144, data)))).hasSize(1);
        assertThat(UdpTunnelRequest.allOf(List.of(Extension.of(145, data)))).isEmpty();
    }

    @Test
    void aNetworkHasAPrefixOf1To32Bits() {
        Ipv4 address = Ipv4.parse("10.20.3.0");
        assertThat(MobileNetworkRequest.networkOf(0, address)).isEmpty();
        assertThat(MobileNetworkRequest.networkOf(1, address)).contains(Ipv4Prefix.parse("0.0.0.0/1"));
        assertThat(MobileNetworkRequest.networkOf(32, address)).contains(Ipv4Prefix.parse("10.20.3.0/32"));
        assertThat(MobileNetworkRequest.networkOf(33, address)).isEqualTo(Optional.empty());
    }
}
