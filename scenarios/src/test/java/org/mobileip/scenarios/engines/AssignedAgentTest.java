package org.mobileip.scenarios.engines;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.mobileip.homeagent.Assignment;
import org.mobileip.mobilenode.Event;
import org.mobileip.mobilenode.State;
import org.mobileip.net.Ipv4;

/** A node that leaves it open which home agent serves it, and home agents that send it on (RFC 4433). */
class AssignedAgentTest {

    private static final Ipv4 FIRST = Ipv4.parse("10.10.0.1");
    private static final Ipv4 SECOND = Ipv4.parse("10.10.0.2");

    private final Engines engines = new Engines(Engines.node(true, FIRST));

    private int bindingsAt(Ipv4 agent) {
        return engines.agents.entrySet().stream()
                .filter(each -> each.getKey().equals(agent))
                .mapToInt(each -> each.getValue().bindings().size())
                .sum();
    }

    private void start(Assignment first, Assignment second) {
        engines.add(Engines.agent(FIRST).assigning(first));
        engines.add(Engines.agent(SECOND).assigning(second));
        engines.start();
    }

    @Test
    void isServedByTheOneThatItAsks() {
        start(new Assignment.Ours(), new Assignment.Ours());
        assertThat(engines.node.status().state()).isEqualTo(State.AWAY);
        assertThat(engines.node.status().homeAgent()).contains(FIRST);
        assertThat(engines.wire).as("a request and its reply").hasSize(2);
    }

    @Test
    void isServedByTheOneThatItIsSentToUntilItEndsItsSession() {
        start(new Assignment.Elsewhere(SECOND), new Assignment.Ours());
        assertThat(engines.wire).as("two requests and their replies").hasSize(4);
        assertThat(engines.node.status().homeAgent()).contains(SECOND);
        engines.pass(Duration.ofMinutes(20));
        assertThat(bindingsAt(FIRST)).isZero();
        assertThat(bindingsAt(SECOND)).isOne();
        engines.tell(new Event.Home(engines.moment()));
        engines.deliver();
        assertThat(bindingsAt(SECOND)).isZero();
    }

    @Test
    void isServedByNameWhereHomeAgentsWantThat() {
        start(new Assignment.Refused(), new Assignment.Ours());
        assertThat(engines.node.status().homeAgent()).contains(FIRST);
        assertThat(bindingsAt(FIRST)).isOne();
    }

    /** In twenty minutes: twice four messages until the circle is noticed, then one request and its reply, ever more rarely. */
    @Test
    void isNotSentRoundInACircleForEver() {
        start(new Assignment.Elsewhere(SECOND), new Assignment.Elsewhere(FIRST));
        assertThat(engines.wire).hasSize(4);
        assertThat(engines.node.status().state()).isEqualTo(State.DENIED);
        engines.pass(Duration.ofMinutes(20));
        assertThat(engines.wire).hasSizeLessThan(20);
        assertThat(engines.node.status().state()).isEqualTo(State.DENIED);
    }
}
