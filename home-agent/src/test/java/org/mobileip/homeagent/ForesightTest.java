package org.mobileip.homeagent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.homeagent.Village.CAFE;
import static org.mobileip.homeagent.Village.CO_LOCATED;
import static org.mobileip.homeagent.Village.GRANTS;
import static org.mobileip.homeagent.Village.HOME;
import static org.mobileip.homeagent.Village.MIDNIGHT;
import static org.mobileip.homeagent.Village.TABLET;
import static org.mobileip.homeagent.Village.agent;
import static org.mobileip.homeagent.Village.arrives;
import static org.mobileip.homeagent.Village.at;
import static org.mobileip.homeagent.Village.changes;
import static org.mobileip.homeagent.Village.request;
import static org.mobileip.homeagent.Village.settings;
import static org.mobileip.homeagent.Village.signed;
import static org.mobileip.homeagent.Village.unsigned;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Octets;
import org.mobileip.net.TunnelPath;
import org.mobileip.wire.Extension;
import org.mobileip.wire.Lifetime;
import org.mobileip.wire.RegistrationRequest;
import org.mobileip.wire.RequestFlags;

/** What is forwarded after a restart before anybody has looked closely. */
class ForesightTest {

    private static final Instant A_SECOND_LATER = MIDNIGHT.plusSeconds(1);

    private static KeptBinding kept(Event request) {
        HomeAgent generous = agent(settings(
                new HomeAgentSettings.Grants(
                        new Lifetime(600),
                        HomeAgentSettings.ReverseTunneling.OPTIONAL,
                        Set.of(Encapsulation.GRE, Encapsulation.MINIMAL),
                        true,
                        1000,
                        8,
                        List.of()),
                false));
        return changes(generous.handle(at(0), request)).stream()
                .filter(Change.Bound.class::isInstance)
                .map(change -> ((Change.Bound) change).binding())
                .findFirst()
                .orElseThrow();
    }

    private static Optional<TunnelPath> foreseen(KeptBinding kept, Instant timeOfDay) {
        return agent().foresight().of(kept.glance(), timeOfDay);
    }

    @Test
    void goesWhereThePlainRequestSaysAsTheBindingWill() {
        assertThat(foreseen(kept(request(0, CAFE, 600)), A_SECOND_LATER)).contains(TunnelPath.to(CAFE));
        RequestFlags throughAgent = CO_LOCATED.without(RequestFlags.DECAPSULATION_BY_MOBILE_NODE);
        assertThat(foreseen(kept(request(0, CAFE, 600, throughAgent)), A_SECOND_LATER))
                .contains(new TunnelPath(CAFE, Encapsulation.IPIP, false, false));
    }

    /** So that nothing is forwarded after the end of its lifetime (RFC 5944 §3.8.2.2). */
    @Test
    void waitsForItsTurnWhereItEndsWithinAMinute() {
        KeptBinding kept = kept(request(0, CAFE, 600));
        assertThat(foreseen(kept, MIDNIGHT.plusSeconds(539))).isPresent();
        assertThat(foreseen(kept, MIDNIGHT.plusSeconds(540))).isEmpty();
        assertThat(foreseen(kept, MIDNIGHT.plusSeconds(100_000))).isEmpty();
    }

    @Test
    void waitsForItsTurnWhereTheRequestAskedForMore() {
        for (RequestFlags more : List.of(
                RequestFlags.BROADCAST_DATAGRAMS,
                RequestFlags.MINIMAL_ENCAPSULATION,
                RequestFlags.GRE,
                RequestFlags.SIMULTANEOUS_BINDINGS)) {
            KeptBinding kept = kept(request(0, CAFE, 600, CO_LOCATED.with(more)));
            assertThat(foreseen(kept, A_SECOND_LATER)).as(more.toString()).isEmpty();
        }
    }

    /** RFC 3519 has a type of 144, RFC 5177 one of 148: whatever it is, somebody must look at it. */
    @Test
    void waitsForItsTurnWhereTheRequestHasAnyOtherExtension() {
        RegistrationRequest plain = unsigned(0, CAFE, 600, CO_LOCATED);
        RegistrationRequest more = new RegistrationRequest(
                plain.flags(),
                plain.lifetime(),
                plain.homeAddress(),
                plain.homeAgent(),
                plain.careOfAddress(),
                plain.identification(),
                List.of(Extension.of(200, Octets.ofHex("0000"))));
        KeptBinding kept = kept(arrives(0, CAFE, signed(more)));
        assertThat(foreseen(kept, A_SECOND_LATER)).isEmpty();
    }

    @Test
    void goesNowhereForAHomeAddressThatIsNobodysAnyMore() {
        KeptBinding kept = kept(request(0, CAFE, 600));
        HomeAgent without = agent(settings(GRANTS, false, List.of(), TABLET));
        assertThat(without.foresight().of(kept.glance(), A_SECOND_LATER)).isEmpty();
        assertThat(kept.home()).isEqualTo(HOME);
    }

    @Test
    void readsWhateverWasKept() {
        KeptBinding kept = kept(request(0, CAFE, 600));
        byte[] request = kept.request().toArray();
        for (int length = 0; length < request.length; length++) {
            KeptBinding cut = new KeptBinding(
                    kept.home(),
                    kept.careOf(),
                    kept.since(),
                    kept.accepted(),
                    kept.granted(),
                    kept.from(),
                    kept.to(),
                    Octets.of(request, 0, length),
                    kept.reply());
            assertThat(foreseen(cut, A_SECOND_LATER)).as("of " + length).isEmpty();
        }
    }
}
