package org.mobileip.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.mobilenode.Lab.AGENT;
import static org.mobileip.mobilenode.Lab.CAFE_LINK;
import static org.mobileip.mobilenode.Lab.only;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.wire.Lifetime;
import org.mobileip.wire.NetworkAccessIdentifier;
import org.mobileip.wire.ReplyCode;

/** A node that leaves it open which home agent serves it (RFC 4433 §5.1.2); what home agents say is octets by hand. */
class AgentAssignmentTest {

    private static final Ipv4 GIVEN = Ipv4.parse("10.10.0.101");
    private static final Ipv4 SECOND = Ipv4.parse("10.10.0.2");
    private static final Ipv4 THIRD = Ipv4.parse("10.10.0.3");

    private final Lab lab = lab(true, new AgentSource.Address(AGENT));

    private static Lab lab(boolean leavesOpen, AgentSource... agents) {
        Settings.Home home = new Settings.Home(
                Optional.empty(),
                Optional.of(NetworkAccessIdentifier.of("user@example.org")),
                Optional.empty(),
                Optional.empty(),
                leavesOpen);
        return new Lab(Lab.settings(home, ReplayProtection.TIMESTAMPS, true, agents));
    }

    @BeforeEach
    void start() {
        lab.start();
        lab.arriveAtCafe();
    }

    /** The home agent at {@code own} accepts, and says who it is. */
    private List<Effect> accepts(Ipv4 own) {
        return lab.reply(lab.agent.acceptAs(lab.lastRequest().to(own), 600, GIVEN));
    }

    /** That one says: ask this one instead. */
    private List<Effect> sendsOn(Ipv4 own, String extension) {
        anotherFraction();
        return lab.reply(lab.agent.replyWith(lab.lastRequest().to(own), 143, 0, extension));
    }

    /** By the fraction of a second of its request a reply is told. */
    private void anotherFraction() {
        lab.pass(Duration.ofMillis(13));
    }

    private static String redirected(Ipv4 to) {
        return "8b 02 0004 %08x".formatted(to.bits());
    }

    private void isLeftOpenAt(Ipv4 agent) {
        assertThat(lab.askedAt()).isEqualTo(agent);
        assertThat(lab.request().homeAgent()).isEqualTo(Ipv4.UNSPECIFIED);
        assertThat(lab.request().other(139))
                .as("§5.1.2: the extension is there, and is the destination")
                .isEqualTo(Octets.ofHex("01%08x".formatted(agent.bits())));
    }

    /** §5.1: ALL-ZERO-ONE-ADDR, the NAI, home address 0.0.0.0, a valid authenticator. */
    @Test
    void namesNobodyInTheFieldAndWhomItAsksInTheExtension() {
        isLeftOpenAt(AGENT);
        assertThat(lab.request().nai()).isEqualTo("user@example.org");
        assertThat(lab.request().homeAddress()).isEqualTo(Ipv4.UNSPECIFIED);
        assertThat(lab.request().isAuthentic())
                .as("all before the authenticator")
                .isTrue();
    }

    @Test
    void namesItsHomeAgentWhereThatIsNotOpen() {
        Lab usual = lab(false, new AgentSource.Address(AGENT));
        usual.start();
        usual.arriveAtCafe();
        assertThat(usual.request().homeAgent()).isEqualTo(AGENT);
        assertThat(usual.request().other(139)).isEqualTo(Octets.EMPTY);
    }

    /** §5.1.2: the cached address is the home agent address of all re-registrations and deregistrations. */
    @Test
    void namesTheOneThatServesItForTheRestOfItsSession() {
        accepts(AGENT);
        assertThat(lab.node.status().state()).isEqualTo(State.AWAY);
        lab.pass(Duration.ofSeconds(20));
        lab.linkDown(CAFE_LINK);
        lab.arriveAtOffice();
        assertThat(lab.request().homeAgent()).isEqualTo(AGENT);
        assertThat(lab.request().other(139)).isEqualTo(Octets.EMPTY);
        accepts(AGENT);
        lab.passSlowly(Duration.ofSeconds(455));
        assertThat(lab.lastRequest().homeAgent()).as("renewed").isEqualTo(AGENT);
        accepts(AGENT);
        lab.handle(new Event.Home(lab.moment()));
        assertThat(lab.request().lifetime()).isZero();
        assertThat(lab.request().homeAgent()).isEqualTo(AGENT);
    }

    /** §5.1.3: a new session may be with another one. */
    @Test
    void leavesItOpenAgainOnceItHasDeregistered() {
        accepts(AGENT);
        lab.pass(Duration.ofSeconds(20));
        lab.handle(new Event.Home(lab.moment()));
        lab.reply(lab.agent.acceptAs(lab.request(), 0, GIVEN));
        lab.pass(Duration.ofSeconds(20));
        lab.handle(new Event.Move(lab.moment(), "cafe0"));
        isLeftOpenAt(AGENT);
    }

    /** §5.1.2: the redirected one goes into the extension of the new request. */
    @Test
    void asksTheOneThatItIsSentTo() {
        List<Effect> effects = sendsOn(AGENT, redirected(SECOND));
        isLeftOpenAt(SECOND);
        assertThat(Lab.notices(effects))
                .filteredOn(Notice.Repaired.class::isInstance)
                .extracting(notice -> ((Notice.Repaired) notice).named())
                .containsExactly(SECOND);
        accepts(SECOND);
        assertThat(lab.node.status().homeAgent()).contains(SECOND);
        assertThat(lab.node.status().tunnel().orElseThrow().homeAgent()).isEqualTo(SECOND);
        lab.passSlowly(Duration.ofSeconds(455));
        assertThat(lab.lastRequest().homeAgent()).isEqualTo(SECOND);
    }

    @Test
    void readsARedirectionAsOthersWriteIt() {
        sendsOn(AGENT, "8b 05 02 0a0a0002");
        isLeftOpenAt(SECOND);
    }

    /** §4.2.1 step 5: if the node can authenticate the reply. */
    @Test
    void followsNobodyWhoCannotSign() {
        anotherFraction();
        Octets forged = PlainHomeAgent.unsigned(
                lab.lastRequest().to(AGENT), 143, 0, lab.lastRequest().identification());
        List<Effect> effects = lab.reply(forged.plus(Octets.ofHex(redirected(SECOND))));
        assertThat(only(Effect.Discard.class, effects)).hasSize(1);
        assertThat(lab.requests(effects)).isEmpty();
        Octets behind = lab.agent.deny(lab.lastRequest().to(AGENT), 143).plus(Octets.ofHex(redirected(SECOND)));
        assertThat(lab.requests(lab.reply(behind)))
                .as("behind the authenticator")
                .isEmpty();
        assertThat(lab.node.status().state()).isEqualTo(State.DENIED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "8b 01 0004 0a0a0002", "8b 02 0004 e0000001", "8b 02 0004 00000000", "8b 04 02 0a0a00"})
    void goesNowhereWhereNobodyIsNamed(String extension) {
        assertThat(lab.requests(sendsOn(AGENT, extension))).isEmpty();
        assertThat(lab.node.status().state()).isEqualTo(State.DENIED);
    }

    @Test
    void goesNowhereThatItHasNotLeftOpen() {
        accepts(AGENT);
        lab.passSlowly(Duration.ofSeconds(455));
        assertThat(lab.lastRequest().homeAgent()).isEqualTo(AGENT);
        assertThat(lab.requests(sendsOn(AGENT, redirected(SECOND)))).isEmpty();
    }

    /** §4.2 step 5: the redirected one had sent the node elsewhere before. */
    @Test
    void noticesThatItIsSentRoundInACircle() {
        sendsOn(AGENT, redirected(SECOND));
        sendsOn(SECOND, redirected(THIRD));
        isLeftOpenAt(THIRD);
        List<Effect> effects = sendsOn(THIRD, redirected(AGENT));
        assertThat(lab.requests(effects)).isEmpty();
        assertThat(Lab.notices(effects))
                .filteredOn(Notice.Denied.class::isInstance)
                .extracting(notice -> ((Notice.Denied) notice).denial().code())
                .containsExactly(ReplyCode.REDIRECT_HOME_AGENT_REQUEST);
        assertThat(lab.requests(lab.passSlowly(Duration.ofSeconds(29))))
                .as("until somebody may have put it right")
                .isEmpty();
        lab.untilDeadline();
        List<Effect> again = sendsOn(lab.askedAt(), redirected(AGENT));
        assertThat(lab.requests(again)).as("not again in the same attempt").isEmpty();
    }

    @Test
    void goesNowhereFromOneThatNamesItself() {
        assertThat(lab.requests(sendsOn(AGENT, redirected(AGENT)))).isEmpty();
    }

    /** However long the chain is: four other home agents, and no more. */
    @Test
    void doesNotGoOnForEver() {
        int followed = 0;
        for (int i = 2; i < 20; i++) {
            List<Effect> effects = sendsOn(Ipv4.parse("10.10.0." + (i - 1)), redirected(Ipv4.parse("10.10.0." + i)));
            followed += lab.requests(effects).size();
        }
        assertThat(followed).isEqualTo(4);
    }

    @Test
    void startsAgainWhereTheOneThatItWasSentToIsSilent() {
        sendsOn(AGENT, redirected(SECOND));
        for (int i = 0; i < 3; i++) {
            lab.untilDeadline();
        }
        assertThat(lab.askedAt()).isEqualTo(AGENT);
    }

    /** §10, §4.1 step 2: a legacy home agent; its address stands in both places. */
    @Test
    void namesTheHomeAgentThatSays136() {
        anotherFraction();
        lab.reply(lab.agent.nameYourself(lab.lastRequest(), AGENT));
        assertThat(lab.request().homeAgent()).isEqualTo(AGENT);
        assertThat(lab.request().other(139)).isEqualTo(Octets.ofHex("010a0a0001"));
        anotherFraction();
        lab.reply(lab.agent.nameYourself(lab.lastRequest(), AGENT));
        assertThat(lab.requests(lab.lastEffects)).as("once").isEmpty();
    }

    /** §10: no reply after a few requests. One that does not know the extension may not find its end. */
    @Test
    void asksOneThatIsSilentAsItAlwaysWas() {
        for (int i = 0; i < 3; i++) {
            lab.untilDeadline();
        }
        assertThat(lab.request().homeAgent()).isEqualTo(AGENT);
        assertThat(lab.request().other(139)).isEqualTo(Octets.EMPTY);
        accepts(AGENT);
        assertThat(lab.node.status().state()).isEqualTo(State.AWAY);
    }

    /** §10: "poorly formed", and what RFC 4433 has a foreign agent say that knows no home agent. */
    @ParameterizedTest
    @ValueSource(ints = {70, 90})
    void namesTheHomeAgentToAForeignAgentThatWantsThat(int code) {
        Lab visiting = lab(true, new AgentSource.Address(AGENT));
        visiting.start();
        visiting.linkUp(CAFE_LINK);
        visiting.hear(CAFE_LINK, new PlainForeignAgent("192.0.2.1", "02:fa:00:00:00:01", "192.0.2.1"));
        assertThat(visiting.lastRequest().homeAgent()).isEqualTo(Ipv4.UNSPECIFIED);
        visiting.pass(Duration.ofMillis(13));
        visiting.refuse(code);
        assertThat(visiting.request().homeAgent()).isEqualTo(AGENT);
        assertThat(visiting.request().other(139)).isEqualTo(Octets.EMPTY);
    }

    /** The session lasts as long as the binding: the one that serves the node is named, another one is not. */
    @Test
    void leavesItOpenToTheNextOneWhereTheOneThatServesItIsSilent() {
        Lab two = lab(true, new AgentSource.Address(AGENT), new AgentSource.Address(SECOND));
        two.start();
        two.arriveAtCafe();
        two.reply(two.agent.acceptAs(two.lastRequest().to(AGENT), 600, GIVEN));
        List<Effect> effects = two.passSlowly(Duration.ofMinutes(8));
        List<Effect.SendRequest> sent = only(Effect.SendRequest.class, effects);
        assertThat(sent)
                .filteredOn(each -> each.to().address().equals(AGENT))
                .isNotEmpty()
                .allMatch(each -> each.payload().ipv4(8).equals(AGENT));
        Effect.SendRequest toTheNext = sent.stream()
                .filter(each -> each.to().address().equals(SECOND))
                .findFirst()
                .orElseThrow();
        assertThat(toTheNext.payload().ipv4(8)).isEqualTo(Ipv4.UNSPECIFIED);
    }

    @Test
    void leavesItOpenAgainWhereTheBindingHasEnded() {
        accepts(AGENT);
        List<Effect> effects = lab.passSlowly(Duration.ofMinutes(20));
        List<Effect.SendRequest> sent = only(Effect.SendRequest.class, effects);
        assertThat(sent.get(0).payload().ipv4(8)).isEqualTo(AGENT);
        assertThat(sent).anyMatch(each -> each.payload().ipv4(8).isUnspecified());
    }

    /** Also where another one stands first in the file: that is for nodes that name their home agent. */
    @Test
    void staysWithTheOneThatServesItWhenItRenews() {
        Lab two = lab(true, new AgentSource.Address(AGENT), new AgentSource.Address(SECOND));
        two.start();
        two.arriveAtCafe();
        for (int i = 0; i < 3; i++) {
            two.untilDeadline();
        }
        assertThat(two.askedAt()).isEqualTo(SECOND);
        two.reply(two.agent.acceptAs(two.lastRequest().to(SECOND), 600, GIVEN));
        two.reply(two.agent.acceptAs(two.lastRequest().to(AGENT), 0, GIVEN));
        List<Effect> effects = two.passSlowly(Duration.ofSeconds(455));
        List<Effect.SendRequest> renewals = only(Effect.SendRequest.class, effects);
        assertThat(renewals).isNotEmpty().allMatch(each -> each.to().address().equals(SECOND));
        assertThat(two.lastRequest().homeAgent()).isEqualTo(SECOND);
    }

    @Test
    void remembersOfAFewHomeAgentsHowTheyWantToBeAsked() {
        AgentAssignment assignment = new AgentAssignment(new CurrentSettings(Lab.settings(
                new Settings.Home(
                        Optional.empty(),
                        Optional.of(NetworkAccessIdentifier.of("user@example.org")),
                        Optional.empty(),
                        Optional.empty(),
                        true),
                ReplayProtection.TIMESTAMPS,
                true,
                new AgentSource.Address(AGENT))));
        Target target = new Target(CAFE_LINK, Lab.CAFE, Lab.CAFE, new Lifetime(600));
        for (int i = 1; i <= 16; i++) {
            assignment.askByName(Ipv4.parse("10.10.1." + i));
        }
        assertThat(assignment.leavesOpen(Ipv4.parse("10.10.1.1"), target)).isFalse();
        assignment.askByName(Ipv4.parse("10.10.1.17"));
        assertThat(assignment.leavesOpen(Ipv4.parse("10.10.1.17"), target)).isFalse();
        assertThat(assignment.leavesOpen(Ipv4.parse("10.10.1.1"), target)).isTrue();
    }
}
