package org.mobileip.homeagent.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mobileip.control.ControlException;
import org.mobileip.time.Tick;

class SuccessorTest {

    private final List<String> done = new ArrayList<>();
    private final Successor successor =
            new Successor(() -> new Tick(7), List::of, () -> done.add("retired"), () -> done.add("left"));

    private void ask(String... words) throws ControlException {
        successor.verb().preparation().prepare(List.of(words)).answer(List.of(words));
    }

    @Test
    void retiresFirstAndLeavesThen() throws ControlException {
        assertThat(successor.deadline()).isEqualTo(Tick.NEVER);
        ask("retire");
        assertThat(successor.hasRetired()).isTrue();
        assertThat(successor.deadline()).isEqualTo(new Tick(7).plus(Duration.ofMinutes(2)));
        assertThat(successor.isToLeave()).isFalse();
        ask("leave", "4711");
        assertThat(successor.isToLeave()).isTrue();
        assertThat(done).containsExactly("retired", "left");
    }

    @Test
    void doesNothingOutOfTurn() throws ControlException {
        for (String words : List.of("", "leave 4711", "share", "retire now", "something")) {
            assertThatThrownBy(() -> ask(words.split(" ", -1))).as(words).isInstanceOf(ControlException.class);
        }
        ask("retire");
        assertThatThrownBy(() -> ask("leave")).isInstanceOf(ControlException.class);
        assertThatThrownBy(() -> ask("leave", "0")).isInstanceOf(ControlException.class);
        assertThatThrownBy(() -> ask("retire")).isInstanceOf(ControlException.class);
        assertThat(done).containsExactly("retired");
    }

    @Test
    void isForRootAndTheDaemonsOwnUser() {
        assertThat(successor.verb().access()).isEqualTo(org.mobileip.control.Verb.Access.CHANGE);
    }
}
