package org.mobileip.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.mobilenode.Lab.CAFE;
import static org.mobileip.mobilenode.Lab.CAFE_LINK;
import static org.mobileip.mobilenode.Lab.OFFICE;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mobileip.net.FlowSelector;

/** Several links at once (RFC 7629), where the node moves from one of them to another. */
class MovesBetweenUplinksTest {

    private static final FlowSelector UDP = FlowSelector.ANY.ofProtocol(17);

    private final Lab lab =
            new Lab(Lab.settings(true).with(List.of(new Settings.Flow(UDP, List.of("office0"::equals)))));

    @BeforeEach
    void start() {
        lab.start();
        lab.arriveAtCafe();
        lab.accept(600);
        lab.pass(Duration.ofSeconds(5));
    }

    private void moveToTheOffice() {
        lab.handle(new Event.Move(lab.moment(), "office0"));
        assertThat(lab.request().careOf()).isEqualTo(OFFICE);
        lab.accept(600);
    }

    private void nothingIsTakenBackAtTheOffice() {
        List<Effect> later = lab.passSlowly(Duration.ofMinutes(1));
        assertThat(lab.requests(later))
                .filteredOn(asked -> asked.careOf().equals(OFFICE))
                .noneMatch(asked -> asked.lifetime() == 0);
        assertThat(lab.node.status().state()).isEqualTo(State.AWAY);
    }

    @Test
    void theBindingOfALinkThatWasSilentIsNotTakenBackOnceTheNodeHasMovedThere() {
        lab.arriveAtOffice();
        assertThat(lab.requests(lab.passSlowly(Duration.ofMillis(3500))))
                .extracting(PlainHomeAgent.Request::careOf)
                .containsExactly(OFFICE, OFFICE); // After one and three seconds: all three allowed are out.
        moveToTheOffice();
        nothingIsTakenBackAtTheOffice();
    }

    @Test
    void theBindingThatWasToBeTakenBackIsNotOnceTheNodeHasMovedThere() {
        lab.arriveAtOffice();
        lab.accept(600);
        boolean isTakenBack = false;
        for (int i = 0; i < 60 && !isTakenBack; i++) {
            for (PlainHomeAgent.Request asked : lab.requests(lab.untilDeadline())) {
                isTakenBack |= asked.lifetime() == 0;
                if (asked.careOf().equals(CAFE)) {
                    lab.accept(600);
                }
            }
        }
        assertThat(isTakenBack).isTrue();
        moveToTheOffice();
        nothingIsTakenBackAtTheOffice();
    }

    @Test
    void saysOfNoLinkThatItHasABindingThatAnotherMayHaveTakenThePlaceOf() {
        lab.linkDown(CAFE_LINK);
        lab.arriveAtOffice();
        assertThat(lab.request().careOf()).isEqualTo(OFFICE); // Alone, and whether it is granted nobody hears.
        lab.pass(Duration.ofSeconds(5));
        lab.arriveAtCafe();
        assertThat(lab.node.status().registered()).isFalse();
        assertThat(lab.node.status().uplinks())
                .extracting(UplinkStanding::endsAt)
                .containsOnly(Optional.empty());
        lab.accept(600);
        assertThat(lab.node.status().registered()).isTrue();
    }
}
