package org.mobileip.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.mobilenode.Lab.AGENT;
import static org.mobileip.mobilenode.Lab.CAFE_LINK;
import static org.mobileip.mobilenode.Lab.HOME;
import static org.mobileip.mobilenode.Lab.only;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;

/** What is believed of a foreign agent, and what its refusals lead to: RFC 5944 §3.6.2. */
class ForeignAgentRefusalsTest {

    private static final Ipv4 CARE_OF = Ipv4.parse("198.51.100.77");

    private Lab lab = new Lab();
    private final PlainForeignAgent cafe = PlainForeignAgent.apartFromItsCareOfAddress();

    @BeforeEach
    void start() {
        lab.start();
    }

    private Effect.SendThroughAgent arrive() {
        lab.linkUp(CAFE_LINK);
        lab.hear(CAFE_LINK, cafe);
        return lab.sentThroughAgent();
    }

    private void use(Settings settings) {
        lab = new Lab(settings);
        lab.start();
    }

    @Test
    void believesAForeignAgentThatItSharesAKeyWithOnlyWhereThatHasSigned() {
        use(PlainForeignAgent.sharing(DeliveryStyle.DIRECT));
        arrive();
        PlainHomeAgent.Request asked = lab.request();
        Octets accepted = lab.agent.accept(asked, 600);
        Octets once = PlainForeignAgent.signed(accepted, PlainForeignAgent.KEY, PlainForeignAgent.SPI);
        isDiscarded(lab.reply(accepted));
        isDiscarded(lab.reply(PlainForeignAgent.signed(accepted, Lab.SECRET, PlainForeignAgent.SPI)));
        isDiscarded(lab.reply(PlainForeignAgent.signed(once, PlainForeignAgent.KEY, PlainForeignAgent.SPI)));
        isDiscarded(lab.reply(PlainHomeAgent.unsigned(asked, 65, 0, asked.identification())));
        assertThat(lab.node.status().registered()).isFalse();
        lab.reply(once);
        assertThat(lab.node.status().registered()).isTrue();
    }

    @Test
    void believesARefusalThatAForeignAgentHasSigned() {
        use(PlainForeignAgent.sharing(DeliveryStyle.DIRECT));
        arrive();
        PlainHomeAgent.Request asked = lab.request();
        Octets refused = PlainHomeAgent.unsigned(asked, 65, 0, asked.identification());
        lab.reply(PlainForeignAgent.signed(refused, PlainForeignAgent.KEY, PlainForeignAgent.SPI));
        assertThat(lab.node.status().denial())
                .hasValueSatisfying(denial -> assertThat(denial.foreignAgent()).contains(Ipv4.parse("192.0.2.1")));
    }

    @Test
    void neverTakesAForeignAgentsWordForTheHomeAgents() {
        arrive();
        PlainHomeAgent.Request asked = lab.request();
        assertThat(only(
                        Effect.Discard.class,
                        lab.reply(PlainHomeAgent.unsigned(asked, 0, 600, asked.identification()))))
                .extracting(Effect.Discard::why)
                .containsExactly(Effect.Reason.AUTHENTICATION_EXTENSION);
        assertThat(lab.node.status().registered()).isFalse();
    }

    @Test
    void shortensTheLifetimeToWhatTheForeignAgentAllowsAndAsksAtOnce() {
        arrive();
        lab.refuse(69, 90);
        assertThat(lab.request().lifetime()).isEqualTo(90);
        lab.untilDeadline();
        assertThat(lab.request().lifetime()).as("when nobody answers").isEqualTo(90);
        lab.accept(90);
        assertThat(lab.node.status().state()).isEqualTo(State.AWAY);
    }

    @Test
    void shortensTheLifetimeOnceOnlyAndWaitsThen() {
        arrive();
        lab.refuse(69, 90);
        lab.refuse(69, 30);
        assertThat(lab.requests(lab.lastEffects)).isEmpty();
        assertThat(lab.node.status().state()).isEqualTo(State.DENIED);
    }

    @Test
    void takesALifetimeOfZeroForNothingToAskFor() {
        arrive();
        lab.refuse(69, 0);
        assertThat(lab.requests(lab.lastEffects)).isEmpty();
    }

    /** Every code a foreign agent has (RFC 5944 §3.4, RFC 3024 §3.4, RFC 2794, RFC 4721), but 69 and 104 to 106. */
    @ParameterizedTest
    @ValueSource(
            ints = {
                64, 65, 66, 67, 68, 70, 71, 72, 73, 74, 75, 76, 77, 78, 79, 80, 81, 82, 88, 89, 90, 96, 97, 98, 99, 100,
                101, 108, 109, 127, 194
            })
    void asksEverMoreRarelyWhereTheOnlyForeignAgentRefuses(int code) {
        arrive();
        lab.refuse(code);
        assertThat(lab.requests(lab.lastEffects)).isEmpty();
        assertThat(lab.node.status().state()).isEqualTo(State.DENIED);
        assertThat(lab.node.status().lastCode())
                .hasValueSatisfying(last -> assertThat(last.value()).isEqualTo(code));
        int asked = 0;
        for (int i = 0; i < 300; i++) {
            List<Effect> done = lab.passSlowly(Duration.ofSeconds(1));
            asked += lab.requests(done).size();
            if (!lab.requests(done).isEmpty()) {
                lab.refuse(code);
            }
            lab.hear(CAFE_LINK, cafe);
        }
        // After 1, 2, 4, 8 … s at the most, and not never.
        assertThat(asked).isBetween(1, 8);
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 65, 66, 67, 68, 70, 71, 74, 75, 76, 77, 79})
    void turnsToAnotherForeignAgentWhereOneRefuses(int code) {
        arrive();
        PlainForeignAgent other = new PlainForeignAgent("192.0.2.9", "02:fa:00:00:00:09", "192.0.2.9").lifetime(1800);
        lab.hear(CAFE_LINK, other);
        lab.refuse(code);
        lab.passSlowly(Duration.ofSeconds(1));
        assertThat(lab.lastRequest().careOf()).isEqualTo(Ipv4.parse("192.0.2.9"));
        lab.accept(600);
        assertThat(lab.node.status().state()).isEqualTo(State.AWAY);
    }

    @ParameterizedTest
    @ValueSource(ints = {78, 80, 81, 82, 88, 194})
    void turnsToAnotherHomeAgentWhereTheForeignAgentCannotReachTheFirst(int code) {
        Ipv4 second = Ipv4.parse("10.10.0.2");
        use(Lab.settings(
                Settings.Home.at(HOME),
                ReplayProtection.TIMESTAMPS,
                true,
                new AgentSource.Address(AGENT),
                new AgentSource.Address(second)));
        arrive();
        lab.refuse(code);
        lab.passSlowly(Duration.ofSeconds(1));
        assertThat(lab.lastRequest().homeAgent()).isEqualTo(second);
        assertThat(lab.lastRequest().careOf()).isEqualTo(CARE_OF);
    }

    @Test
    void givesUpNoWayThatWorksForOneThatRefuses() {
        arrive();
        lab.accept(600);
        lab.arriveAtOffice();
        // The office is last in the order of interfaces; then the café's link gets an address of its own.
        lab.pass(Duration.ofSeconds(2));
        lab.change(Lab.address(CAFE_LINK, Lab.CAFE), Lab.defaultRoute(CAFE_LINK, 10));
        assertThat(lab.request().careOf()).isEqualTo(Lab.CAFE);
        assertThat(lab.declared().neighbours()).isNotEmpty();
        assertThat(lab.declared().routes())
                .anySatisfy(route -> assertThat(route.gateway()).contains(Ipv4.parse("192.0.2.1")));
        lab.accept(600);
        assertThat(lab.declared().neighbours()).isEmpty();
        assertThat(lab.node.status().tunnel())
                .hasValueSatisfying(tunnel -> assertThat(tunnel.careOf()).isEqualTo(Lab.CAFE));
    }

    @Test
    void discardsARefusalThatIsAboutAnotherNode() {
        arrive();
        PlainHomeAgent.Request asked = lab.request();
        Ipv4 other = Ipv4.parse("10.10.0.58");
        assertThat(only(
                        Effect.Discard.class,
                        lab.reply(PlainHomeAgent.unsigned(asked.at(other), 65, 0, asked.identification()))))
                .extracting(Effect.Discard::why)
                .containsExactly(Effect.Reason.OTHER_HOME_ADDRESS);
        assertThat(lab.node.status().denial()).isEmpty();
    }

    private static void isDiscarded(List<Effect> effects) {
        assertThat(only(Effect.Discard.class, effects))
                .extracting(Effect.Discard::why)
                .containsExactly(Effect.Reason.FOREIGN_AGENT_AUTHENTICATION);
    }
}
