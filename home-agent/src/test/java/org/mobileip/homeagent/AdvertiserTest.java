package org.mobileip.homeagent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.homeagent.Village.at;
import static org.mobileip.homeagent.Village.settings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mobileip.discovery.AdvertisingPlan;
import org.mobileip.net.Octets;
import org.mobileip.time.Tick;

class AdvertiserTest {

    private static final Event TIME_PASSES = new Event.DeadlineCame();
    private static final int SEQUENCE_AT = 18;

    private final HomeAgent agent = Village.agent(advertising(Duration.ofSeconds(1)));

    /**
     * Written out by hand after RFC 1256 §3 and RFC 5944 §2.1: code 16, one address, 3 s; 10.1.1.20, never a default
     * router; extension 16 with sequence 0, 600 s, H; extension 19 with /24. The checksum is Python's.
     */
    @Test
    void saysWhatAHomeAgentSays() {
        assertThat(agent.handle(at(0), TIME_PASSES))
                .containsExactly(new Effect.Advertise(
                        Octets.ofHex("09 10 0d76 01 02 0003 0a010114 80000000" + "10 06 0000 0258 2000" + "13 01 18")));
    }

    @Test
    void advertisesALittleMoreOftenThanConfiguredAndNotInStep() {
        List<Tick> times = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            times.add(agent.nextDeadline());
            assertThat(agent.handle(agent.nextDeadline(), TIME_PASSES)).hasSize(1);
        }
        List<Duration> gaps = new ArrayList<>();
        for (int i = 1; i < times.size(); i++) {
            gaps.add(times.get(i).since(times.get(i - 1)));
        }
        assertThat(gaps).allMatch(gap -> gap.toMillis() >= 900 && gap.toMillis() <= 1000);
        assertThat(gaps.stream().distinct().count()).isGreaterThan(20);
    }

    @Test
    void answersASolicitationAtOnceButNeverFloods() {
        agent.handle(at(0), TIME_PASSES);
        assertThat(agent.handle(at(0.3), new Event.Solicited())).hasSize(1);
        assertThat(agent.handle(at(0.301), new Event.Solicited())).isEmpty();
        assertThat(agent.handle(at(0.302), new Event.Solicited())).isEmpty();
        assertThat(agent.nextDeadline()).isEqualTo(at(0.31));
        assertThat(agent.handle(at(0.31), TIME_PASSES)).hasSize(1);
        assertThat(agent.nextDeadline()).isGreaterThan(at(1.2));
    }

    @Test
    void countsFrom0AndGoesOnWith256AfterTheLastNumber() {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < 65540; i++) {
            Effect.Advertise advertise = (Effect.Advertise)
                    agent.handle(agent.nextDeadline(), TIME_PASSES).get(0);
            numbers.add(advertise.message().u16(SEQUENCE_AT));
        }
        assertThat(numbers.subList(0, 3)).containsExactly(0, 1, 2);
        assertThat(numbers.subList(65534, 65539)).containsExactly(65534, 65535, 256, 257, 258);
    }

    @Test
    void isTrueForThreeIntervals() {
        HomeAgent slow = Village.agent(advertising(Duration.ofMillis(4500)));
        Effect.Advertise advertise =
                (Effect.Advertise) slow.handle(at(0), TIME_PASSES).get(0);
        assertThat(advertise.message().u16(6)).isEqualTo(14);
    }

    @Test
    void saysNothingWithoutAHomeLink() {
        HomeAgent virtual = Village.agent(settings());
        assertThat(virtual.nextDeadline()).isEqualTo(Tick.NEVER);
        assertThat(virtual.handle(at(0), new Event.Solicited())).isEmpty();
    }

    private static HomeAgentSettings advertising(Duration every) {
        HomeAgentSettings plain = settings();
        return new HomeAgentSettings(
                plain.address(),
                plain.homeNetwork(),
                Optional.of(AdvertisingPlan.every(every)),
                plain.grants(),
                plain.answersFailedAuthentication(),
                plain.foreignAgents(),
                plain.nodes());
    }
}
