package org.mobileip.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Ipv4;
import org.mobileip.net.TunnelPath;
import org.mobileip.net.UdpEnd;
import org.mobileip.testing.ManualTicker;

/** Whoever makes tunnels can ask for their paths instead of remembering them. */
class KnownPathsTest {

    private static final Ipv4 AGENT = Ipv4.parse("10.10.0.1");
    private static final Ipv4 HOME = Ipv4.parse("10.10.0.57");
    private static final Ipv4 CORRESPONDENT = Ipv4.parse("172.16.0.9");
    private static final TunnelPath CAFE = TunnelPath.to(Ipv4.parse("192.0.2.44"));
    private static final TunnelPath TRAIN = TunnelPath.to(Ipv4.parse("198.51.100.45"));

    private final Random random = new Random(8);
    private final ManualTicker ticker = new ManualTicker();
    private final PacketBuffer packet = Datagrams.buffer();
    private final HomeAgentEnd agent = new HomeAgentEnd(ticker, 1);

    private boolean isSent(Ipv4 home) {
        return agent.route(Datagrams.datagram(packet, CORRESPONDENT, home)).isEmpty();
    }

    private Ipv4 home() {
        return new Ipv4(0x0a0a_0100 + random.nextInt(40));
    }

    private TunnelPath path() {
        Encapsulation[] all = {Encapsulation.IPIP, Encapsulation.MINIMAL, Encapsulation.GRE};
        TunnelPath path = new TunnelPath(
                new Ipv4(0xc0000200 + random.nextInt(9)),
                all[random.nextInt(all.length)],
                random.nextBoolean(),
                random.nextBoolean());
        return random.nextBoolean() ? path : path.within(UdpEnd.at(1 + random.nextInt(65_535)));
    }

    private List<TunnelPath> paths() {
        return random.nextInt(5) == 0 ? List.of(CAFE, TRAIN) : List.of(path());
    }

    /** Used or not, moved a moment ago or long since. */
    @Test
    void theOnePathOfEachIsTheOneThatWasAskedForLast() {
        Map<Ipv4, List<TunnelPath>> model = new HashMap<>();
        for (int step = 0; step < 20_000; step++) {
            Ipv4 home = home();
            switch (random.nextInt(5)) {
                case 0 -> {
                    agent.stop(home);
                    model.remove(home);
                }
                case 1 -> assertThat(isSent(home)).isEqualTo(model.containsKey(home));
                case 2 -> ticker.advance(FlowTable.FORMER_FOR.dividedBy(20));
                default -> {
                    List<TunnelPath> paths = paths();
                    agent.forward(home, AGENT, paths);
                    model.put(home, paths);
                }
            }
            Ipv4 asked = home();
            assertThat(agent.path(asked))
                    .isEqualTo(Optional.ofNullable(model.get(asked))
                            .filter(paths -> paths.size() == 1)
                            .map(paths -> paths.get(0)));
        }
        assertThat(agent.homes()).containsExactlyInAnyOrderElementsOf(model.keySet());
    }

    @Test
    void aPathThatWasForeseenIsNoneUntilItIsAskedFor() {
        agent.foresee(AGENT, Optional.of(home -> Optional.of(CAFE)));
        assertThat(agent.path(HOME)).isEmpty();
        assertThat(isSent(HOME)).isTrue();
        assertThat(agent.path(HOME)).isEmpty();
        agent.forward(HOME, AGENT, List.of(CAFE));
        assertThat(agent.path(HOME)).contains(CAFE);
    }

    @Test
    void whatWasForeseenAndNotAskedForIsStillNoneWhenNothingIsForeseenAnyMore() {
        agent.foresee(AGENT, Optional.of(home -> Optional.of(CAFE)));
        assertThat(isSent(HOME)).isTrue();
        agent.foresee(AGENT, Optional.empty());
        assertThat(isSent(HOME)).isTrue();
        assertThat(agent.path(HOME)).isEmpty();
        agent.stop(HOME);
        agent.forward(HOME, AGENT, List.of(CAFE));
        assertThat(agent.path(HOME)).contains(CAFE);
    }

    /** Datagrams go on meanwhile: whoever goes through them may take his time. */
    @Test
    void whoGoesThroughThemMayChangeThem() {
        List<Ipv4> homes = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            homes.add(new Ipv4(0x0a0a_0100 + i));
            agent.forward(homes.get(i), AGENT, List.of(i % 2 == 0 ? CAFE : TRAIN));
        }
        assertThat(isSent(homes.get(3))).isTrue();
        agent.homes().forEach(agent::stop);
        assertThat(agent.homes()).isEmpty();
        assertThat(agent.size()).isZero();
    }
}
