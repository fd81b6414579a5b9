package org.mobileip.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.mobilenode.Lab.CAFE;
import static org.mobileip.mobilenode.Lab.CAFE_LINK;
import static org.mobileip.mobilenode.Lab.OFFICE;
import static org.mobileip.mobilenode.Lab.OFFICE_LINK;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mobileip.time.Tick;

/** What is counted as the beginning of a handover, and so as its first two parts. */
class StopwatchTest {

    private static final Attachment OLD = new Attachment.Visiting(CAFE_LINK, "cafe0", CAFE);
    private static final Attachment NEXT = new Attachment.Visiting(OFFICE_LINK, "office0", OFFICE);

    private final Stopwatch stopwatch = new Stopwatch();

    private static Tick at(long millis) {
        return new Tick(0).plus(Duration.ofMillis(millis));
    }

    /** The link comes up at that time, an address is there at 20 s, the home agent has answered 40 ms later. */
    private Handover handover(long linkUpMillis, Trigger why) {
        stopwatch.linkRunning(at(linkUpMillis), OFFICE_LINK);
        assertThat(stopwatch.decided(at(20_000), OLD, NEXT, OFFICE_LINK, why)).isEqualTo(why);
        return stopwatch.accepted(at(20_040)).orElseThrow();
    }

    private static Handover took(Trigger why, long addressMillis) {
        return new Handover(
                OLD, NEXT, why, Duration.ZERO, Duration.ofMillis(addressMillis), Duration.ofMillis(40), at(20_040));
    }

    @ParameterizedTest
    @EnumSource(
            value = Trigger.class,
            names = {"BETTER_LINK", "HOME_HEARD", "AGENT_HEARD"})
    void beginsWithTheLinkThatHasJustComeUp(Trigger why) {
        assertThat(handover(19_700, why)).isEqualTo(took(why, 300));
        assertThat(handover(10_001, why)).isEqualTo(took(why, 9_999));
    }

    @Test
    void beginsWithTheDecisionWhereTheLinkHasBeenThereForTenSeconds() {
        assertThat(handover(10_000, Trigger.BETTER_LINK)).isEqualTo(took(Trigger.BETTER_LINK, 0));
        assertThat(handover(1_000, Trigger.BETTER_LINK)).isEqualTo(took(Trigger.BETTER_LINK, 0));
    }

    @ParameterizedTest
    @EnumSource(
            value = Trigger.class,
            names = {"COMMAND", "LINK_LOST", "ADDRESS_LOST"})
    void beginsWithTheCommandOrTheLossWhateverLinkHasJustComeUp(Trigger why) {
        assertThat(handover(19_700, why)).isEqualTo(took(why, 0));
    }
}
