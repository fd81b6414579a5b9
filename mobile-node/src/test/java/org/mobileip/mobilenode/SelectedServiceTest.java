package org.mobileip.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.mobilenode.Lab.AGENT;
import static org.mobileip.mobilenode.Lab.CAFE_LINK;
import static org.mobileip.mobilenode.Lab.HOME;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.wire.ServiceSelection;

/** A node that registers for a service (RFC 5446 §4.1). */
class SelectedServiceTest {

    /** "ims". */
    private static final Octets IMS = Octets.ofHex("696d73");

    private final Lab lab = new Lab(Lab.settings(
            Settings.Home.at(HOME).selecting(ServiceSelection.of("ims")),
            ReplayProtection.TIMESTAMPS,
            true,
            new AgentSource.Address(AGENT)));

    @BeforeEach
    void start() {
        lab.start();
        lab.arriveAtCafe();
    }

    private void refuse() {
        lab.pass(Duration.ofMillis(13));
        lab.reply(lab.agent.deny(lab.lastRequest(), 151));
    }

    /** §3: in every request, before the authenticator; deregistrations too. */
    @Test
    void namesItsServiceInEveryRequest() {
        assertThat(lab.request().other(151)).isEqualTo(IMS);
        assertThat(lab.request().isAuthentic()).isTrue();
        lab.accept(600);
        lab.pass(Duration.ofSeconds(20));
        lab.linkDown(CAFE_LINK);
        lab.arriveAtOffice();
        assertThat(lab.request().other(151)).isEqualTo(IMS);
        lab.accept(600);
        lab.passSlowly(Duration.ofSeconds(455));
        assertThat(lab.lastRequest().other(151)).isEqualTo(IMS);
        lab.accept(600);
        lab.handle(new Event.Home(lab.moment()));
        assertThat(lab.request().lifetime()).isZero();
        assertThat(lab.request().other(151)).isEqualTo(IMS);
    }

    @Test
    void namesNoneWhereItHasNone() {
        Lab plain = new Lab();
        plain.start();
        plain.arriveAtCafe();
        assertThat(plain.request().other(151)).isEqualTo(Octets.EMPTY);
    }

    /** §4.1: with a binding there is, delete it. */
    @Test
    void givesUpItsBindingWhereTheServiceIsRefused() {
        lab.accept(600);
        assertThat(lab.node.status().registered()).isTrue();
        lab.passSlowly(Duration.ofSeconds(455));
        refuse();
        assertThat(lab.node.status().registered()).isFalse();
        assertThat(lab.node.status().state()).isEqualTo(State.DENIED);
    }

    /** It has deleted nothing of what another one keeps. */
    @Test
    void keepsItsBindingWhereAnotherHomeAgentRefusesTheService() {
        Ipv4 second = Ipv4.parse("10.10.0.2");
        Lab two = new Lab(Lab.settings(
                Settings.Home.at(HOME).selecting(ServiceSelection.of("ims")),
                ReplayProtection.TIMESTAMPS,
                true,
                new AgentSource.Address(AGENT),
                new AgentSource.Address(second)));
        two.start();
        two.arriveAtCafe();
        two.accept(600);
        two.passSlowly(Duration.ofSeconds(440));
        while (!two.lastRequest().homeAgent().equals(second)) {
            two.untilDeadline(); // The first does not answer its renewal.
        }
        two.pass(Duration.ofMillis(13));
        two.reply(two.agent.deny(two.lastRequest(), 151));
        assertThat(two.node.status().registered()).isTrue();
        assertThat(two.node.status().state()).isEqualTo(State.AWAY);
        assertThat(two.node.status().homeAgent()).contains(AGENT);
    }

    @Test
    void keepsItsBindingWhereItIsDeniedForAnotherReason() {
        lab.accept(600);
        lab.passSlowly(Duration.ofSeconds(455));
        lab.pass(Duration.ofMillis(13));
        lab.reply(lab.agent.deny(lab.lastRequest(), 130));
        assertThat(lab.node.status().registered()).isTrue();
    }

    /** Somebody has to list it first. */
    @Test
    void asksRarelyForAServiceThatItMayNotHave() {
        refuse();
        assertThat(lab.requests(lab.passSlowly(Duration.ofSeconds(29)))).isEmpty();
        assertThat(lab.requests(lab.passSlowly(Duration.ofSeconds(2)))).hasSize(1);
    }
}
