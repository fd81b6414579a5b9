package org.mobileip.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.mobilenode.Lab.AGENT;
import static org.mobileip.mobilenode.Lab.CAFE;
import static org.mobileip.mobilenode.Lab.HOME;
import static org.mobileip.mobilenode.Lab.HOME_LINK;
import static org.mobileip.mobilenode.Lab.OFFICE;
import static org.mobileip.mobilenode.Lab.only;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;

/** Two home agents in the order of preference: {@code agent = ["10.10.0.1", "10.10.0.2"]}. */
class SeveralAgentsTest {

    private static final Ipv4 SECOND = Ipv4.parse("10.10.0.2");

    private final Lab lab = new Lab(Lab.settings(
            Settings.Home.at(HOME),
            ReplayProtection.TIMESTAMPS,
            true,
            new AgentSource.Address(AGENT),
            new AgentSource.Address(SECOND)));

    @BeforeEach
    void start() {
        lab.start();
    }

    private List<Ipv4> askedInOrder(int requests) {
        List<Ipv4> asked = new ArrayList<>(List.of(lab.askedAt()));
        while (asked.size() < requests) {
            lab.untilDeadline();
            only(Effect.SendRequest.class, lab.lastEffects)
                    .forEach(sent -> asked.add(sent.to().address()));
        }
        return asked;
    }

    private void registerWithTheSecond() {
        lab.arriveAtCafe();
        askedInOrder(4);
        lab.accept(600);
        lab.reply(lab.agent.accept(lab.request(), 0));
        assertThat(lab.node.status().homeAgent()).contains(SECOND);
    }

    @Test
    void asksTheSecondAfterThreeRequestsThatTheFirstDidNotAnswerAndThenBothInTurn() {
        lab.arriveAtCafe();
        assertThat(askedInOrder(10))
                .containsExactly(AGENT, AGENT, AGENT, SECOND, SECOND, SECOND, AGENT, SECOND, AGENT, SECOND);
    }

    @Test
    void asksEachOneEverMoreRarely() {
        lab.arriveAtCafe();
        for (int seconds : List.of(1, 2, 4, 1, 2, 4, 8, 8, 16, 16)) {
            assertThat(lab.node.nextDeadline().since(lab.now())).isEqualTo(Duration.ofSeconds(seconds));
            lab.untilDeadline();
        }
    }

    @Test
    void registersWithTheSecondAndTunnelsToIt() {
        registerWithTheSecond();
        assertThat(lab.node.status().state()).isEqualTo(State.AWAY);
        assertThat(lab.node.status().tunnel().orElseThrow().homeAgent()).isEqualTo(SECOND);
    }

    @Test
    void believesALateReplyOfTheFirst() {
        lab.arriveAtCafe();
        askedInOrder(3);
        PlainHomeAgent.Request toTheFirst = lab.lastRequest();
        lab.untilDeadline();
        assertThat(lab.askedAt()).isEqualTo(SECOND);
        // The most recent request to the replying agent is what counts (§3.6.2.1).
        lab.reply(lab.agent.accept(toTheFirst, 600));
        assertThat(lab.node.status().state()).isEqualTo(State.AWAY);
        assertThat(lab.node.status().homeAgent()).contains(AGENT);
    }

    @Test
    void deregistersWhereAnotherRequestMayYetBeGranted() {
        lab.arriveAtCafe();
        askedInOrder(4);
        // The first may have a binding, for its replies may have been lost.
        List<Effect> effects = lab.accept(600);
        Effect.SendRequest farewell = only(Effect.SendRequest.class, effects).get(0);
        assertThat(farewell.to().address()).isEqualTo(AGENT);
        assertThat(lab.request().lifetime()).isZero();
        assertThat(lab.request().careOf()).isEqualTo(HOME.address());
    }

    @Test
    void saysFarewellThreeTimesAtTheMost() {
        lab.arriveAtCafe();
        askedInOrder(4);
        lab.accept(600);
        int farewells = 1;
        while (lab.node.nextDeadline().since(lab.now()).compareTo(Duration.ofSeconds(100)) < 0) {
            lab.untilDeadline();
            farewells += lab.requests(lab.lastEffects).size();
        }
        assertThat(farewells).isEqualTo(3);
    }

    @Test
    void isDoneWithAFarewellThatIsAnswered() {
        lab.arriveAtCafe();
        askedInOrder(4);
        lab.accept(600);
        Octets answer = lab.agent.accept(lab.request(), 0);
        lab.reply(answer);
        assertThat(lab.node.status().state()).isEqualTo(State.AWAY);
        assertThat(lab.node.status().registered()).isTrue();
        lab.pass(Duration.ofSeconds(10));
        assertThat(lab.requests(lab.deadline())).isEmpty();
    }

    @Test
    void staysWithTheSecondFromLinkToLink() {
        registerWithTheSecond();
        lab.pass(Duration.ofSeconds(60));
        lab.linkDown(Lab.CAFE_LINK);
        lab.arriveAtOffice();
        assertThat(lab.askedAt()).isEqualTo(SECOND);
        assertThat(lab.request().careOf()).isEqualTo(OFFICE);
    }

    @Test
    void offersTheFirstARequestWhenItIsTimeToRenewAndWaitsASecondForIt() {
        registerWithTheSecond();
        lab.pass(Duration.ofSeconds(460));
        lab.deadline();
        assertThat(lab.askedAt()).isEqualTo(AGENT);
        lab.pass(Duration.ofSeconds(1));
        lab.deadline();
        assertThat(lab.askedAt()).isEqualTo(SECOND);
        lab.accept(600);
        assertThat(lab.node.status().homeAgent()).contains(SECOND);
    }

    @Test
    void goesBackToTheFirstOnceItAnswersAndDeregistersWithTheSecond() {
        registerWithTheSecond();
        lab.pass(Duration.ofSeconds(460));
        lab.deadline();
        List<Effect> effects = lab.accept(600);
        assertThat(lab.node.status().homeAgent()).contains(AGENT);
        assertThat(only(Effect.SendRequest.class, effects).get(0).to().address())
                .isEqualTo(SECOND);
        assertThat(lab.request().lifetime()).isZero();
    }

    @Test
    void asksTheSecondWhereTheFirstDenies() {
        lab.arriveAtCafe();
        lab.reply(lab.agent.deny(lab.request(), 129));
        assertThat(lab.node.status().state()).isEqualTo(State.REGISTERING);
        lab.untilDeadline();
        assertThat(lab.askedAt()).isEqualTo(SECOND);
        lab.accept(600);
        assertThat(lab.node.status().state()).isEqualTo(State.AWAY);
    }

    @Test
    void isDeniedWhereBothDeny() {
        lab.arriveAtCafe();
        lab.reply(lab.agent.deny(lab.request(), 129));
        lab.untilDeadline();
        lab.reply(lab.agent.deny(lab.request(), 130));
        assertThat(lab.node.status().state()).isEqualTo(State.DENIED);
        lab.untilDeadline();
        assertThat(lab.askedAt()).isEqualTo(AGENT);
    }

    @Test
    void isHomeWhereEitherIsHeardAndDeregistersWhereItIsRegistered() {
        registerWithTheSecond();
        lab.pass(Duration.ofSeconds(5));
        lab.linkDown(Lab.CAFE_LINK);
        lab.linkUp(HOME_LINK);
        lab.hearAgent(HOME_LINK, AGENT);
        assertThat(lab.node.status().state()).isEqualTo(State.HOME);
        assertThat(lab.askedAt()).isEqualTo(SECOND);
    }

    @Test
    void takesNeitherForACareOfAddress() {
        lab.linkUp(Lab.CAFE_LINK);
        lab.change(Lab.defaultRoute(Lab.CAFE_LINK, 100));
        assertThat(lab.requests(lab.change(Lab.address(Lab.CAFE_LINK, SECOND)))).isEmpty();
        assertThat(lab.requests(lab.change(Lab.address(Lab.CAFE_LINK, CAFE)))).hasSize(1);
    }
}
