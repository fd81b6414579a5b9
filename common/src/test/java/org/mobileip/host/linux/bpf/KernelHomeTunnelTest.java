package org.mobileip.host.linux.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mobileip.host.HomeTunnel;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.HomeBroadcasts;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Steering;
import org.mobileip.net.Uplinks;

class KernelHomeTunnelTest {

    private static final Ipv4 AGENT = Ipv4.parse("10.10.0.1");
    private static final Ipv4 HOME = Ipv4.parse("10.10.0.57");
    private static final Ipv4 CAFE = Ipv4.parse("192.0.2.44");
    private static final Ipv4 TRAIN = Ipv4.parse("198.51.100.44");

    @Test
    void ipInIpFromACareOfAddressIsPlainAlsoDuringAnOverlap() {
        assertThat(KernelHomeTunnel.isPlain(new HomeTunnel(CAFE, AGENT, HOME))).isTrue();
        assertThat(KernelHomeTunnel.isPlain(new HomeTunnel(CAFE, AGENT, HOME, List.of(TRAIN), HomeTunnel.Terms.PLAIN)))
                .isTrue();
    }

    @Test
    void otherWrappingBroadcastsUdpFlowsAndForeignAgentsAreNotPlain() {
        HomeBroadcasts broadcasts = new HomeBroadcasts(Ipv4.parse("10.10.0.255"), AGENT);
        for (HomeTunnel tunnel : List.of(
                on(HomeTunnel.Terms.of(Encapsulation.GRE)),
                on(HomeTunnel.Terms.of(Encapsulation.MINIMAL)),
                on(HomeTunnel.Terms.PLAIN.with(broadcasts)),
                on(HomeTunnel.Terms.PLAIN.by(Optional.of(
                        new Uplinks(List.of(new Uplinks.Uplink(CAFE, 3, false)), new Steering(List.of(), 0))))),
                on(HomeTunnel.Terms.PLAIN.by(HomeTunnel.Way.UDP)),
                on(HomeTunnel.Terms.PLAIN.by(HomeTunnel.Way.NOT_YET)),
                new HomeTunnel(HOME, AGENT, HOME),
                new HomeTunnel(CAFE, HOME, HOME),
                new HomeTunnel(CAFE, CAFE, HOME))) {
            assertThat(KernelHomeTunnel.isPlain(tunnel)).as("%s", tunnel).isFalse();
        }
    }

    private static HomeTunnel on(HomeTunnel.Terms terms) {
        return new HomeTunnel(CAFE, AGENT, HOME, List.of(), terms);
    }
}
