package org.mobileip.host.linux.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mobileip.host.HomeTunnel;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.HomeBroadcasts;
import org.mobileip.net.Ipv4;

class KernelHomeTunnelTest {

    private static final Ipv4 AGENT = Ipv4.parse("10.10.0.1");
    private static final Ipv4 HOME = Ipv4.parse("10.10.0.57");
    private static final Ipv4 CAFE = Ipv4.parse("192.0.2.44");
    private static final Ipv4 TRAIN = Ipv4.parse("198.51.100.44");

    @Test
    void ipInIpFromACareOfAddressIsPlainAlsoDuringAnOverlap() {
        assertThat(KernelHomeTunnel.isPlain(new HomeTunnel(CAFE, AGENT, HOME))).isTrue();
        assertThat(KernelHomeTunnel.isPlain(new HomeTunnel(CAFE, AGENT, HOME, List.of(TRAIN))))
                .isTrue();
    }

    @Test
    void otherWrappingBroadcastsUdpAndForeignAgentsAreNotPlain() {
        HomeBroadcasts broadcasts = new HomeBroadcasts(Ipv4.parse("10.10.0.255"), AGENT);
        for (HomeTunnel tunnel : List.of(
                new HomeTunnel(CAFE, AGENT, HOME, List.of(), Encapsulation.GRE, Optional.empty()),
                new HomeTunnel(CAFE, AGENT, HOME, List.of(), Encapsulation.MINIMAL, Optional.empty()),
                new HomeTunnel(CAFE, AGENT, HOME, List.of(), Encapsulation.IPIP, Optional.of(broadcasts)),
                new HomeTunnel(CAFE, AGENT, HOME, List.of(), Encapsulation.IPIP, Optional.empty(), HomeTunnel.Way.UDP),
                new HomeTunnel(HOME, AGENT, HOME),
                new HomeTunnel(CAFE, HOME, HOME),
                new HomeTunnel(CAFE, CAFE, HOME))) {
            assertThat(KernelHomeTunnel.isPlain(tunnel)).as("%s", tunnel).isFalse();
        }
    }
}
