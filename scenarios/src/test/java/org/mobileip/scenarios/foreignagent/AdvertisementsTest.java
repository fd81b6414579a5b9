package org.mobileip.scenarios.foreignagent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.scenarios.foreignagent.Inn.INN;
import static org.mobileip.scenarios.foreignagent.Inn.OFFER;
import static org.mobileip.scenarios.foreignagent.Inn.at;
import static org.mobileip.scenarios.foreignagent.Inn.only;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mobileip.discovery.AdvertisingPlan;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.scenarios.foreignagent.ForeignAgentSettings.Offer;
import org.mobileip.scenarios.foreignagent.ForeignAgentSettings.Peers;
import org.mobileip.scenarios.foreignagent.ForeignAgentSettings.ReverseTunneling;
import org.mobileip.wire.Lifetime;

/** What a foreign agent says of itself, by hand after RFC 1256 §3 and RFC 5944 §2.1; checksums are Python's. */
class AdvertisementsTest {

    /** Code 0, one address for 3 s; 192.0.2.1, preference 0; sequence 0, 600 s, F and T; 192.0.2.1; /24. */
    @Test
    void saysWhatAForeignAgentSays() {
        ForeignAgent agent = Inn.agent(Inn.advertising(false, OFFER));
        assertThat(agent.handle(at(0), new Event.DeadlineCame()))
                .containsExactly(new Effect.Advertise(Octets.ofHex(
                        "09 00 2394 01 02 0003 c0000201 00000000" + "10 0a 0000 0258 1100 c0000201" + "13 01 18")));
    }

    /** Code 16, never a default router; R, F, M and G without T; two care-of addresses, no prefix length. */
    @Test
    void saysWhatItWantsAndWhatItDoesNotOffer() {
        ForeignAgent agent = Inn.agent(new ForeignAgentSettings(
                INN,
                24,
                List.of(INN, Ipv4.parse("192.0.2.9")),
                Optional.of(new AdvertisingPlan(Duration.ofSeconds(20), false, false)),
                false,
                true,
                false,
                new Offer(
                        Lifetime.INFINITE,
                        ReverseTunneling.OFF,
                        true,
                        Set.of(Encapsulation.GRE, Encapsulation.MINIMAL),
                        5,
                        5),
                Peers.NONE));
        assertThat(only(Effect.Advertise.class, agent.handle(at(0), new Event.DeadlineCame()))
                        .message())
                .isEqualTo(Octets.ofHex(
                        "09 10 8395 01 02 003c c0000201 80000000" + "10 0e 0000 ffff 9c00 c0000201 c0000209"));
    }

    /** §2.3.2: the next agent in its place begins with 0 again, by which nodes know. */
    @Test
    void beginsWithZeroAfterEveryStart() {
        for (int start = 0; start < 2; start++) {
            ForeignAgent agent = Inn.agent(Inn.advertising(false, OFFER));
            for (int sequence = 0; sequence < 3; sequence++) {
                Effect.Advertise said =
                        only(Effect.Advertise.class, agent.handle(agent.nextDeadline(), new Event.DeadlineCame()));
                assertThat(said.message().u16(18)).isEqualTo(sequence);
            }
        }
    }
}
