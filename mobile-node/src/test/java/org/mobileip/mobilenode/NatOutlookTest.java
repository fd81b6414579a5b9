package org.mobileip.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.mobileip.net.Ipv4;

/** Private are 10/8, 172.16/12, 192.168/16 (RFC 1918 §3) and 100.64/10 (RFC 6598 §7). */
class NatOutlookTest {

    private static final Ipv4 PUBLIC_AGENT = Ipv4.parse("203.0.113.10");
    private static final Ipv4 CAFE = Ipv4.parse("192.168.7.44");

    private final NatOutlook outlook = new NatOutlook(NatTraversal.AUTO);

    private boolean expects(String careOf, String homeAgent) {
        return outlook.expectsUdp(Ipv4.parse(careOf), Ipv4.parse(homeAgent));
    }

    @Test
    void expectsANatBetweenAPrivateAddressAndOneThatIsNot() {
        for (String inside : new String[] {"10.0.0.0", "10.255.255.255", "172.16.0.1", "172.31.255.254"}) {
            assertThat(expects(inside, "203.0.113.10")).as(inside).isTrue();
        }
        for (String inside : new String[] {"192.168.0.1", "192.168.255.1", "100.64.0.1", "100.127.255.254"}) {
            assertThat(expects(inside, "203.0.113.10")).as(inside).isTrue();
        }
        for (String outside : new String[] {"9.255.255.255", "11.0.0.1", "172.15.0.1", "172.32.0.1", "192.167.0.1"}) {
            assertThat(expects(outside, "203.0.113.10")).as(outside).isFalse();
        }
        assertThat(expects("100.63.0.1", "203.0.113.10")).isFalse();
        assertThat(expects("100.128.0.1", "203.0.113.10")).isFalse();
    }

    @Test
    void expectsNoneBetweenTwoPrivateAddressesWhichMayBeOfOneNetwork() {
        assertThat(expects("192.168.7.44", "10.10.0.1")).isFalse();
        assertThat(expects("192.0.2.44", "10.10.0.1")).isFalse();
    }

    @Test
    void believesWhatTheHomeAgentSaidLastOfAnAddressMoreThanWhatTheAddressIsLike() {
        outlook.heard(CAFE, false);
        assertThat(outlook.expectsUdp(CAFE, PUBLIC_AGENT)).isFalse();
        assertThat(expects("192.168.7.45", "203.0.113.10")).isTrue();
        outlook.heard(CAFE, true);
        assertThat(outlook.expectsUdp(CAFE, PUBLIC_AGENT)).isTrue();
        assertThat(outlook.expectsUdp(CAFE, Ipv4.parse("10.10.0.1"))).isTrue();
    }

    @Test
    void forgetsTheAddressThatItHasHeardOfLongestAgo() {
        outlook.heard(CAFE, false);
        outlook.heard(Ipv4.parse("10.1.0.0"), false);
        outlook.heard(CAFE, false);
        for (int i = 1; i <= 63; i++) {
            outlook.heard(Ipv4.parse("10.1.0." + i), false);
        }
        assertThat(outlook.expectsUdp(CAFE, PUBLIC_AGENT)).isFalse();
        assertThat(expects("10.1.0.0", "203.0.113.10")).as("it is the 65th").isTrue();
    }
}
