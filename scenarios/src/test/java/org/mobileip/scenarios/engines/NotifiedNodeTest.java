package org.mobileip.scenarios.engines;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mobileip.homeagent.Event;
import org.mobileip.mobilenode.Effect;
import org.mobileip.mobilenode.Notice;
import org.mobileip.net.Ipv4;
import org.mobileip.wire.MessageString;
import org.mobileip.wire.NotificationCode;

/** A home agent tells the person behind a node something (RFC 6098), and the node acknowledges it. */
class NotifiedNodeTest {

    private static final Ipv4 AGENT = Ipv4.parse("10.10.0.1");
    private static final Ipv4 HOME = Ipv4.parse("10.10.0.100");

    private final Engines engines = new Engines(Engines.node(false, AGENT));

    @BeforeEach
    void registers() {
        engines.add(Engines.agent(AGENT));
        engines.start();
        engines.pass(Duration.ofSeconds(3));
    }

    private void tells(String text) {
        engines.tell(AGENT, new Event.Tell(engines.timeOfDay(), HOME, MessageString.ofHomeAgent(text)));
    }

    private List<String> read() {
        return engines.nodeEffects.stream()
                .filter(each -> each instanceof Effect.Tell tell && tell.notice() instanceof Notice.Notification)
                .map(each -> ((Notice.Notification) ((Effect.Tell) each).notice())
                        .words()
                        .text())
                .toList();
    }

    private List<Optional<NotificationCode>> settled() {
        return engines.agentEffects.stream()
                .filter(org.mobileip.homeagent.Effect.Notified.class::isInstance)
                .map(each -> ((org.mobileip.homeagent.Effect.Notified) each).answer())
                .toList();
    }

    @Test
    void isToldOneThingAfterTheOther() {
        tells("Hi");
        engines.deliver();
        tells("Ho");
        engines.deliver();
        engines.pass(Duration.ofSeconds(2));
        assertThat(read()).containsExactly("Hi", "Ho");
        assertThat(settled())
                .containsExactly(Optional.of(NotificationCode.ACCEPTED), Optional.of(NotificationCode.ACCEPTED));
    }

    @Test
    void isToldAgainWhereTheFirstMessageWasLost() {
        tells("Hi");
        engines.lose();
        engines.pass(Duration.ofSeconds(1));
        assertThat(read()).containsExactly("Hi");
        assertThat(settled()).containsExactly(Optional.of(NotificationCode.ACCEPTED));
    }

    @Test
    void isReadOnceWhereItIsReplayed() {
        tells("Hi");
        engines.deliver();
        engines.wire.stream().filter(each -> each.u8(0) == 22).toList().forEach(engines::replay);
        assertThat(read()).containsExactly("Hi");
    }
}
