package org.mobileip.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mobileip.net.Ipv4;
import org.mobileip.time.Tick;

/** Which bindings stay beside the newest (S, RFC 5944 §3.6.1.2), and that an end is one. */
class KeptBindingsTest {

    private static final Tick NOW = new Tick(0);
    private static final Duration LENGTH = Duration.ofSeconds(3);
    private static final Attachment.Away OFFICE = new Attachment.Visiting(3, "office0", Ipv4.parse("198.51.100.23"));
    private static final Attachment.Away CAFE = new Attachment.Visiting(2, "cafe0", Ipv4.parse("192.0.2.44"));

    private final Overlap overlap = new Overlap(() -> LENGTH);

    private void moveToTheCafe() {
        assertThat(overlap.begins(Optional.of(OFFICE), CAFE)).isTrue();
    }

    /** What is kept shows when the node "moves" to where it is: that alone is nothing to keep. */
    private boolean isAnythingElseKept() {
        return overlap.begins(Optional.of(CAFE), CAFE);
    }

    @Test
    void theOverlapIsOverSoLongAfterTheReply() {
        moveToTheCafe();
        assertThat(overlap.isOn()).isFalse();
        overlap.answered(NOW.plus(LENGTH), true);
        assertThat(overlap.isOn()).isTrue();
        assertThat(overlap.nextDeadline()).isEqualTo(NOW.plus(LENGTH.multipliedBy(2)));
        assertThat(overlap.isOver(NOW.plus(LENGTH))).isFalse();
        assertThat(overlap.isOver(NOW.plus(LENGTH.multipliedBy(2)))).isTrue();
        assertThat(isAnythingElseKept()).isTrue();
    }

    @Test
    void aMoveFromNoLinkThatWorksEndsIt() {
        moveToTheCafe();
        overlap.answered(NOW, true);
        assertThat(overlap.begins(Optional.empty(), OFFICE)).isFalse();
        assertThat(overlap.isOn()).isFalse();
        assertThat(isAnythingElseKept()).isFalse();
    }

    @Test
    void aHomeAgentThatKeepsNoOthersEndsIt() {
        moveToTheCafe();
        overlap.answered(NOW, false);
        assertThat(overlap.isOn()).isFalse();
        assertThat(isAnythingElseKept()).isFalse();
    }

    @Test
    void nothingIsKeptBeyondTheEnd() {
        moveToTheCafe();
        overlap.answered(NOW, true);
        overlap.end();
        assertThat(overlap.isOn()).isFalse();
        assertThat(overlap.isOver(NOW.plus(LENGTH))).isFalse();
        assertThat(isAnythingElseKept()).isFalse();
    }
}
