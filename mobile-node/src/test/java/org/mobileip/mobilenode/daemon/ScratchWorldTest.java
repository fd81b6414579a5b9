package org.mobileip.mobilenode.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mobileip.auth.AuthenticationAlgorithm;
import org.mobileip.auth.Key;
import org.mobileip.auth.SecurityAssociation;
import org.mobileip.mobilenode.AgentSource;
import org.mobileip.mobilenode.Effect;
import org.mobileip.mobilenode.Handover;
import org.mobileip.mobilenode.Notice;
import org.mobileip.mobilenode.ReplayProtection;
import org.mobileip.mobilenode.Settings;
import org.mobileip.net.InterfaceAddress;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.wire.Lifetime;

/** What a rehearsal has gone through when the first real handover comes. */
class ScratchWorldTest {

    @Test
    void goesThroughEveryKindOfHandoverTheForeignAgentsIncluded() {
        List<Effect> effects = new ArrayList<>();
        Settings settings = new Settings(
                Settings.Home.at(InterfaceAddress.parse("10.10.0.57/24")),
                List.of(new AgentSource.Address(Ipv4.parse("10.10.0.1"))),
                new SecurityAssociation(0x101, AuthenticationAlgorithm.HMAC_MD5, Key.of(new byte[16])),
                ReplayProtection.TIMESTAMPS,
                new Lifetime(600),
                new Settings.Tunnel("mip0", true, List.of(Ipv4Prefix.ALL)),
                List.of("wlan0"::equals));
        new ScratchWorld(settings, effects::addAll).play(Instant.EPOCH, 1);
        List<String> handovers = effects.stream()
                .filter(Effect.Tell.class::isInstance)
                .map(effect -> ((Effect.Tell) effect).notice())
                .filter(Notice.HandoverDone.class::isInstance)
                .map(notice -> ((Notice.HandoverDone) notice).handover())
                .map(Handover::to)
                .map(to -> to.name().orElse("nowhere"))
                .toList();
        assertThat(handovers).containsExactly("first", "second", "inn", "home");
        assertThat(effects).anyMatch(Effect.SendThroughAgent.class::isInstance);
    }
}
