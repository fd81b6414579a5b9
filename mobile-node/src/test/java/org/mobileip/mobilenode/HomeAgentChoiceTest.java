package org.mobileip.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.mobilenode.Lab.AGENT;
import static org.mobileip.mobilenode.Lab.CAFE_LINK;
import static org.mobileip.mobilenode.Lab.HOME;
import static org.mobileip.mobilenode.Lab.HOME_LINK;
import static org.mobileip.mobilenode.Lab.OFFICE;
import static org.mobileip.mobilenode.Lab.OFFICE_LINK;
import static org.mobileip.mobilenode.Lab.only;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;

/** Which home agent is asked next: as configured, as found, as named, as heard. RFC 5944 §3.6.1.2, §3.6.2.3. */
class HomeAgentChoiceTest {

    private static final String NAME = "ha.example.org";
    private static final Ipv4 SECOND = Ipv4.parse("10.10.0.2");
    private static final Ipv4 NAMED = Ipv4.parse("10.10.0.9");
    private static final Ipv4 NAMED_LATER = Ipv4.parse("10.10.0.10");
    private static final Ipv4 ALL_OF_THEM = Ipv4.parse("10.10.0.255");
    private static final AgentSource DISCOVERY = new AgentSource.Discovery();
    private static final AgentSource BY_NAME = new AgentSource.Name(NAME);
    private static final AgentSource FIRST = new AgentSource.Address(AGENT);
    private static final AgentSource OTHER = new AgentSource.Address(SECOND);

    private static Lab lab(AgentSource... agents) {
        Lab lab = new Lab(Lab.settings(Settings.Home.at(HOME), ReplayProtection.TIMESTAMPS, true, agents));
        lab.start();
        return lab;
    }

    private static List<Ipv4> asked(List<Effect> effects) {
        return only(Effect.SendRequest.class, effects).stream()
                .map(sent -> sent.to().address())
                .toList();
    }

    /** At another fraction of a second each: by that, the low half of its Identification, a reply is told. */
    private static void threeRequestsWithoutReply(Lab lab) {
        for (int i = 0; i < 3; i++) {
            lab.setClock(lab.moment().timeOfDay().plusMillis(13));
            lab.untilDeadline();
        }
    }

    @Test
    void asksTheOneThatItHasFoundFromLinkToLink() {
        Lab lab = lab(DISCOVERY);
        lab.arriveAtCafe();
        lab.reply(lab.agent.nameYourself(lab.request(), AGENT));
        lab.accept(600);
        lab.pass(Duration.ofSeconds(20));
        lab.linkDown(CAFE_LINK);
        lab.arriveAtOffice();
        assertThat(lab.askedAt()).isEqualTo(AGENT);
        assertThat(lab.request().careOf()).isEqualTo(OFFICE);
    }

    @Test
    void asksTheOneThatItHearsInsteadOfAllOfThem() {
        Lab lab = lab(DISCOVERY);
        lab.arriveAtCafe();
        lab.handle(new Event.Move(lab.moment(), "cafe0"));
        lab.linkUp(HOME_LINK);
        lab.hearAgent(HOME_LINK, AGENT);
        assertThat(lab.node.status().attachment().name()).contains("cafe0");
        assertThat(asked(lab.passSlowly(Duration.ofSeconds(1)))).containsExactly(AGENT);
    }

    @Test
    void goesOnAskingTheOneThatItAsksWhereAnotherIsHeardOnALinkThatItDoesNotUse() {
        Lab lab = lab(FIRST, OTHER);
        lab.arriveAtCafe();
        lab.handle(new Event.Move(lab.moment(), "cafe0"));
        lab.linkUp(HOME_LINK);
        lab.hearAgent(HOME_LINK, SECOND);
        assertThat(asked(lab.passSlowly(Duration.ofSeconds(1)))).containsExactly(AGENT);
    }

    @Test
    void saysNoFarewellToAllOfThem() {
        Lab lab = lab(DISCOVERY, OTHER);
        lab.arriveAtCafe();
        assertThat(lab.askedAt()).isEqualTo(ALL_OF_THEM);
        threeRequestsWithoutReply(lab);
        assertThat(lab.askedAt()).isEqualTo(SECOND);
        assertThat(lab.requests(lab.accept(600))).isEmpty();
        assertThat(lab.requests(lab.passSlowly(Duration.ofMinutes(1)))).isEmpty();
    }

    @Test
    void asksWhereItWasToldLastWhereItWasToldTwice() {
        Lab lab = lab(FIRST);
        lab.arriveAtCafe();
        lab.reply(lab.agent.nameYourself(lab.request(), NAMED));
        lab.accept(600);
        lab.passSlowly(Duration.ofSeconds(450));
        assertThat(lab.lastRequest().homeAgent()).isEqualTo(NAMED);
        lab.reply(lab.agent.nameYourself(lab.lastRequest(), NAMED_LATER));
        lab.accept(600);
        lab.passSlowly(Duration.ofSeconds(20));
        lab.linkDown(CAFE_LINK);
        lab.arriveAtOffice();
        assertThat(lab.askedAt()).isEqualTo(NAMED_LATER);
    }

    @Test
    void keepsTheOneThatItHasFoundWhereAnotherIsSilent() {
        Lab lab = lab(DISCOVERY, OTHER);
        lab.arriveAtCafe();
        lab.reply(lab.agent.nameYourself(lab.request(), AGENT));
        lab.reply(lab.agent.deny(lab.request(), 129));
        lab.untilDeadline();
        assertThat(lab.askedAt()).isEqualTo(SECOND);
        threeRequestsWithoutReply(lab);
        assertThat(lab.askedAt()).isEqualTo(AGENT);
    }

    @Test
    void asksTheSecondWhereItIsConfiguredOnceTheAddressIsSilentThatItHasNamed() {
        Lab lab = lab(FIRST, OTHER);
        lab.arriveAtCafe();
        lab.reply(lab.agent.deny(lab.request(), 129));
        lab.untilDeadline();
        lab.reply(lab.agent.nameYourself(lab.request(), NAMED));
        assertThat(lab.askedAt()).isEqualTo(NAMED);
        threeRequestsWithoutReply(lab);
        assertThat(lab.askedAt()).isEqualTo(SECOND);
    }

    @Test
    void looksNoNameUpAgainWhoseAddressesAnswer() {
        Lab lab = lab(BY_NAME, OTHER);
        lab.lookedUp(NAME, AGENT);
        lab.arriveAtCafe();
        assertThat(lab.askedAt()).isEqualTo(AGENT);
        lab.reply(lab.agent.deny(lab.request(), 129));
        lab.untilDeadline();
        assertThat(lab.askedAt()).isEqualTo(SECOND);
        assertThat(lab.passSlowly(Duration.ofSeconds(7))).doesNotContain(new Effect.LookUp(NAME));
        // It does not answer either, at last.
        assertThat(lab.passSlowly(Duration.ofMinutes(1))).contains(new Effect.LookUp(NAME));
    }

    @Test
    void looksANameUpNoMoreOnceItIsFound() {
        Lab lab = lab(BY_NAME);
        lab.lookedUp(NAME);
        lab.arriveAtCafe();
        assertThat(lab.lastEffects).contains(new Effect.LookUp(NAME));
        lab.lookedUp(NAME, AGENT);
        lab.accept(600);
        assertThat(lab.passSlowly(Duration.ofMinutes(2))).doesNotContain(new Effect.LookUp(NAME));
    }

    @Test
    void asksTheFirstOnceMoreFromANewLinkAsLongAsNobodyHasPromisedAnything() {
        Lab lab = lab(FIRST, OTHER);
        lab.arriveAtCafe();
        threeRequestsWithoutReply(lab);
        assertThat(lab.askedAt()).isEqualTo(SECOND);
        lab.linkDown(CAFE_LINK);
        lab.arriveAtOffice();
        assertThat(lab.askedAt()).isEqualTo(AGENT);
    }

    @Test
    void believesNoReplyToARequestFromTheLinkBefore() {
        Lab lab = lab(FIRST, OTHER);
        lab.arriveAtCafe();
        threeRequestsWithoutReply(lab);
        PlainHomeAgent.Request fromCafe = lab.request();
        assertThat(fromCafe.homeAgent()).isEqualTo(SECOND);
        lab.linkDown(CAFE_LINK);
        lab.arriveAtOffice();
        List<Effect> effects = lab.reply(lab.agent.accept(fromCafe, 600));
        assertThat(only(Effect.Discard.class, effects)).hasSize(1);
        assertThat(lab.node.status().registered()).isFalse();
    }

    @Test
    void asksTheOtherAtOnceWhereADenialComesLate() {
        Lab lab = lab(FIRST, OTHER);
        lab.arriveAtCafe();
        lab.pass(Duration.ofMillis(1200));
        lab.reply(lab.agent.deny(lab.request(), 129));
        assertThat(lab.askedAt()).isEqualTo(SECOND);
    }

    @Test
    void takesBackItsFarewellWhereItAsksThatHomeAgentAfterAll() {
        Lab lab = lab(FIRST, OTHER);
        lab.arriveAtCafe();
        threeRequestsWithoutReply(lab);
        // The second accepts, and the first is asked to forget; it does not answer.
        lab.accept(600);
        assertThat(lab.askedAt()).isEqualTo(AGENT);
        lab.pass(Duration.ofMillis(500));
        lab.linkDown(CAFE_LINK);
        lab.arriveAtOffice();
        assertThat(lab.askedAt()).isEqualTo(SECOND);
        lab.reply(lab.agent.deny(lab.request(), 129));
        lab.passSlowly(Duration.ofSeconds(1));
        assertThat(lab.lastRequest().homeAgent()).isEqualTo(AGENT);
        assertThat(lab.lastRequest().lifetime()).isEqualTo(600);
        assertThat(lab.requests(lab.passSlowly(Duration.ofSeconds(20))))
                .allSatisfy(request -> assertThat(request.lifetime()).isEqualTo(600));
    }

    @Test
    void turnsToNoOtherHomeAgentWhereAForeignAgentRefusesForItself() {
        Lab lab = lab(FIRST, OTHER);
        lab.linkUp(CAFE_LINK);
        lab.hear(CAFE_LINK, new PlainForeignAgent("192.0.2.1", "02:fa:00:00:00:01", "192.0.2.1").lifetime(1800));
        lab.refuse(65);
        assertThat(lab.node.status().state()).isEqualTo(State.DENIED);
        assertThat(lab.node.status().denial()).hasValueSatisfying(denial -> {
            assertThat(denial.by()).isEqualTo(AGENT);
            assertThat(denial.foreignAgent()).contains(Ipv4.parse("192.0.2.1"));
        });
    }

    @Test
    void knowsADenialOfTheHomeAgentThatAForeignAgentRelays() {
        Lab lab = lab(FIRST);
        lab.linkUp(CAFE_LINK);
        lab.hear(CAFE_LINK, new PlainForeignAgent("192.0.2.1", "02:fa:00:00:00:01", "192.0.2.1").lifetime(1800));
        lab.reply(lab.agent.deny(lab.request(), 129));
        assertThat(lab.node.status().denial())
                .hasValueSatisfying(denial -> assertThat(denial.foreignAgent()).isEmpty());
    }

    @Test
    void wrapsAsItAsksToBeWrappedWhileItIsNotYetRegistered() {
        Lab gre = new Lab(
                Lab.tunnelling(new Settings.Tunnel("mip0", true, Encapsulation.GRE, false, List.of(Ipv4Prefix.ALL))));
        gre.start();
        gre.arriveAtOffice();
        assertThat(gre.node.status().tunnel().map(tunnel -> tunnel.encapsulation()))
                .isEqualTo(Optional.of(Encapsulation.GRE));
        gre.reply(gre.agent.deny(gre.request(), 139));
        gre.linkDown(OFFICE_LINK);
        gre.arriveAtCafe();
        assertThat(gre.node.status().tunnel().map(tunnel -> tunnel.encapsulation()))
                .as("refused")
                .isEqualTo(Optional.of(Encapsulation.IPIP));
    }

    @Test
    void takesTheAddressOfOneThatItHearsForNoneOfAnother() {
        Lab lab = lab(BY_NAME, OTHER);
        lab.linkUp(HOME_LINK);
        lab.hearAgent(HOME_LINK, SECOND);
        assertThat(lab.node.status().state()).isEqualTo(State.HOME);
        // The one heard is the second: the first is still to be looked up.
        assertThat(lab.node.status().unknownNames()).containsExactly(NAME);
        assertThat(lab.node.status().homeAgent()).contains(SECOND);
    }
}
