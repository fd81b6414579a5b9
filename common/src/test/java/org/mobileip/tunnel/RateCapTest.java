package org.mobileip.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.net.TunnelPath;
import org.mobileip.testing.ManualTicker;

/** How much passes for one home address, and that others are not the worse for it (T12). */
class RateCapTest {

    private static final Ipv4 AGENT = Ipv4.parse("10.10.0.1");
    private static final Ipv4 HOME = Ipv4.parse("10.10.0.57");
    private static final Ipv4 OTHER_HOME = Ipv4.parse("10.10.0.58");
    private static final Ipv4 CAFE = Ipv4.parse("192.0.2.44");
    private static final Ipv4 TRAIN = Ipv4.parse("198.51.100.45");
    private static final Ipv4 HOST = Ipv4.parse("172.16.0.9");

    /** A thousand octets a millisecond. */
    private static final long EIGHT_MEGABIT = 8_000_000;

    private final ManualTicker ticker = new ManualTicker();
    private final HomeAgentEnd agent = new HomeAgentEnd(ticker, 1);

    private void isLimited() {
        agent.limitEach(EIGHT_MEGABIT);
        agent.forward(HOME, AGENT, List.of(TunnelPath.to(CAFE)));
        agent.forward(OTHER_HOME, AGENT, List.of(TunnelPath.to(TRAIN)));
    }

    private static PacketBuffer buffer(Octets octets) {
        PacketBuffer buffer = new PacketBuffer(ByteBuffer.wrap(octets.toArray()));
        buffer.window(0, octets.size());
        return buffer;
    }

    /** How many of so many datagrams of 1000 octets, all there at once, enter the tunnel. */
    private int enter(Ipv4 home, int datagrams) {
        PacketBuffer datagram = buffer(Datagrams.udp(1, 0, HOST, home, 1000));
        int entered = 0;
        for (int i = 0; i < datagrams; i++) {
            entered += agent.route(datagram).isEmpty() ? 1 : 0;
        }
        return entered;
    }

    private int leave(Ipv4 home, Ipv4 careOf, int datagrams) {
        Octets outer = Datagrams.ipv4(1, 0, 4, careOf, AGENT, Datagrams.udp(1, 0, home, HOST, 1000));
        int left = 0;
        for (int i = 0; i < datagrams; i++) {
            left += agent.admit(buffer(outer)).isEmpty() ? 1 : 0;
        }
        return left;
    }

    @Test
    void ofAHundredThousandPacketsAtOnceATenthOfASecondsWorthLeavesAndTheRestIsSpread() {
        isLimited();
        assertThat(enter(HOME, 100_000)).isBetween(100, 101);
        int spread = 0;
        for (int millisecond = 0; millisecond < 1000; millisecond++) {
            ticker.advance(Duration.ofMillis(1));
            int now = enter(HOME, 100);
            assertThat(now).isLessThanOrEqualTo(1);
            spread += now;
        }
        assertThat(spread).isBetween(999, 1001);
    }

    @Test
    void theOtherWayAsWell() {
        isLimited();
        assertThat(leave(HOME, CAFE, 10_000)).isBetween(100, 101);
        assertThat(enter(HOME, 10)).as("each way by itself").isEqualTo(10);
    }

    @Test
    void nobodyElseHasLess() {
        isLimited();
        enter(HOME, 100_000);
        leave(HOME, CAFE, 10_000);
        assertThat(enter(OTHER_HOME, 100)).isEqualTo(100);
        assertThat(leave(OTHER_HOME, TRAIN, 100)).isEqualTo(100);
    }

    @Test
    void registeringAgainGivesNobodyMore() {
        isLimited();
        enter(HOME, 1000);
        agent.forward(HOME, AGENT, List.of(TunnelPath.to(TRAIN)));
        assertThat(enter(HOME, 1000)).isZero();
    }

    @Test
    void whatIsTooMuchIsCountedAsThat() {
        isLimited();
        enter(HOME, 1000);
        assertThat(agent.route(buffer(Datagrams.udp(1, 0, HOST, HOME, 1000)))).contains(DropReason.RATE_LIMIT);
        leave(HOME, CAFE, 1000);
        Octets outer = Datagrams.ipv4(1, 0, 4, CAFE, AGENT, Datagrams.udp(1, 0, HOME, HOST, 1000));
        assertThat(agent.admit(buffer(outer))).contains(DropReason.RATE_LIMIT);
    }

    @Test
    void withoutALimitEverythingPasses() {
        agent.forward(HOME, AGENT, List.of(TunnelPath.to(CAFE)));
        assertThat(enter(HOME, 100_000)).isEqualTo(100_000);
        assertThat(leave(HOME, CAFE, 10_000)).isEqualTo(10_000);
    }
}
