package org.mobileip.scenarios.netns;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AgendaTest {

    private final Agenda agenda = new Agenda();
    private final List<String> done = new ArrayList<>();

    @Test
    void putsDeedsInTheOrderOfTheirTimesAndOfNotingThem() {
        agenda.add(20, () -> done.add("b"));
        agenda.add(10, () -> done.add("a"));
        agenda.add(20, () -> done.add("c"));
        assertThat(agenda.next()).isEqualTo(10);

        while (agenda.next() < Long.MAX_VALUE) {
            agenda.take().run();
        }
        assertThat(done).containsExactly("a", "b", "c");
    }

    @Test
    void takesDeedsThatADeedNotes() {
        agenda.add(10, () -> agenda.add(15, () -> done.add("later")));
        agenda.add(20, () -> done.add("last"));
        agenda.take().run();
        assertThat(agenda.next()).isEqualTo(15);
        agenda.take().run();
        assertThat(done).containsExactly("later");
    }
}
