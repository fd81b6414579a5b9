package org.mobileip.scenarios.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Limits that nothing can keep, and limits that nobody can measure. */
final class WarningsTest {

    /** From home (1 ms) to the cafe (12 ms) at 1s on line 10, to lte (0 ms) at 2s on line 11, and home at 3s. */
    private static String script(String... expectations) {
        return Scripts.BASE + "at 1s move mn to cafe\nat 2s move mn to lte\nat 3s move mn to home\nat 4s stop\n"
                + String.join("\n", expectations) + "\n";
    }

    @Test
    void aLimitFinerThanTheSendIntervalIsWarnedAbout() {
        assertThat(Scripts.warnings(script("expect interruption of voice < 4ms after move at 3s")))
                .containsExactly(
                        "14:32+3 warning: 4ms is finer than the send interval of \"voice\", 5ms => an interruption is"
                                + " known to the send interval: say every 4ms, or less");
        assertThat(Scripts.warnings(script("expect interruption of voice < 5ms after move at 3s")))
                .isEmpty();
    }

    /** Detection 1 ms and a round trip: to the cafe 2 × (12 + 1) ms, to lte 2 × (0 + 1) ms, at home none. */
    @ParameterizedTest
    @CsvSource({
        "26ms, after each move, 27ms, cafe, 10, 12ms + 1ms",
        "26ms, after move at 1s, 27ms, cafe, 10, 12ms + 1ms",
        "26ms, p95 over runs, 27ms, cafe, 10, 12ms + 1ms",
        "2ms, after move at 2s, 3ms, lte, 11, 0s + 1ms",
        "100us, after move at 3s, 1ms, home, 12, 0s + 0s"
    })
    void aLimitBelowThePhysicalFloorIsWarnedAbout(
            String limit, String scope, String floor, String network, int line, String ways) {
        String expected =
                limit + " is below the physical floor, " + floor + " for the move to \"" + network + "\" on line "
                        + line + " => 1ms to detect the link, and a round trip to the home agent: 2 × (" + ways + ")";

        String registered = scope.startsWith("p95") ? "after each move" : scope;
        assertThat(Scripts.warnings(script("expect registered within " + limit + " " + registered)))
                .containsExactly("14:26+" + limit.length() + " warning: " + expected);
        assertThat(Scripts.warnings(script("expect interruption of voice <= " + limit + " " + scope)
                        .replace("every 5ms", "every 50us")))
                .containsExactly("14:33+" + limit.length() + " warning: " + expected);
    }

    @Test
    void aLimitAtTheFloorIsNotWarnedAbout() {
        assertThat(Scripts.warnings(script(
                        "expect registered within 27ms after each move",
                        "expect interruption of voice < 27ms",
                        "expect interruption of voice > 1ms after each move")))
                .isEmpty();
    }

    @Test
    void anOverlapLeavesOnlyTheDifferenceOfTheWays() {
        String script = script("expect interruption of voice < 5ms after move at 1s")
                .replace("move mn to cafe", "move mn to cafe overlap 1s");

        assertThat(Scripts.warnings(script))
                .containsExactly(
                        "14:32+3 warning: 5ms is below the physical floor, 13ms for the move to \"cafe\" on line 10"
                                + " => the new way is longer than the old one by that much");
        assertThat(Scripts.warnings(script.replace("overlap 1s", "overlap 20ms")))
                .singleElement()
                .asString()
                .contains("27ms for the move");
    }

    @Test
    void copiesByBothWaysLeaveNothing() {
        String script = script("expect interruption of voice < 5ms after move at 2s")
                .replace("home 10.10.0.57", "home 10.10.0.57 overlap 3s")
                .replace("at 1s move mn to cafe", "at 1s move mn to lte overlap 1s")
                .replace("at 2s move mn to lte", "at 2s move mn to cafe overlap 1s");

        assertThat(Scripts.warnings(script)).isEmpty();
        assertThat(Scripts.warnings(script.replace("overlap 3s", "overlap auto")))
                .singleElement()
                .asString()
                .contains("12ms for the move to \"cafe\"");
        String fromHome = script("expect interruption of voice < 5ms after move at 1s")
                .replace("home 10.10.0.57", "home 10.10.0.57 overlap 3s")
                .replace("move mn to cafe", "move mn to cafe overlap 1s");
        assertThat(Scripts.warnings(fromHome))
                .as("at home there is no binding to keep")
                .isNotEmpty();
    }

    @Test
    void whereADelayChangesNothingIsKnown() {
        assertThat(Scripts.warnings(script("expect registered within 1ms after each move")
                        .replace("at 1s move", "at 1s link mn cafe delay 1ms\nat 1s move")))
                .singleElement()
                .asString()
                .contains("the move to \"lte\"");
    }

    @Test
    void theFloorIsThatOfTheHomeAgentThatServesTheNode() {
        String script = """
                network home 10.10.0.0/24 delay 3ms
                network dc 10.30.0.0/24 delay 50ms
                network cafe 192.0.2.0/24 delay 10ms
                home-agent far on dc
                home-agent near on home
                mobile mn home 10.10.0.57
                mobile van home 10.99.0.1
                at 1s move mn to cafe
                at 2s stop
                expect registered within 20ms after each move
                """;

        assertThat(Scripts.warnings(script)).singleElement().asString().contains("27ms for the move to \"cafe\"");
        assertThat(Scripts.warnings(script.replace("move mn", "move van")))
                .singleElement()
                .asString()
                .contains("121ms for the move to \"cafe\"");
    }

    @Test
    void aStreamOfOthersIsNotHeldToTheFloor() {
        assertThat(Scripts.warnings(script("expect interruption of local < 10ms after each move")
                        .replace("stream probe", "host pc on home\nstream local udp cn -> pc every 1ms\nstream probe")))
                .isEmpty();
    }

    /** 3661 s at 2000 packets a second, both ways, are 14,644,000: a minute is added for what runs before and after. */
    @Test
    void morePacketsThanCanBeRecordedAreWarnedAbout() {
        String script = Scripts.BASE.replace("every 5ms", "every 500us") + "at 1s move mn to lte\nat 3601s stop\n";

        assertThat(Scripts.warnings(script))
                .containsExactly(
                        "7:1+38 warning: the streams would send 15010100 packets until 3601s, and 8000000 can be"
                                + " recorded in a run: it will be refused => send less often, or stop earlier");
        assertThat(Scripts.warnings(script.replace("3601s", "10min"))).isEmpty();
    }

    @Test
    void nothingIsWarnedAboutWhereALineIsBroken() {
        String script = script("expect interruption of call < 1ms after each move")
                .replace("stream probe", "stream call udp cn -> mn \u0007\nstream probe");

        assertThat(Scripts.errors(script))
                .containsExactly("9:26+1 a character that is not text (U+0007) => is this a scenario?");
    }

    @Test
    void warningsOfLoopsSayForWhichValues() {
        assertThat(Scripts.file(
                                script("for LIMIT in 20ms 30ms", "expect registered within $LIMIT after each move"),
                                Map.of())
                        .warnings())
                .extracting(Scripts::told)
                .isEqualTo(List.of(
                        "15:26+6 warning: 20ms is below the physical floor, 27ms for the move to \"cafe\" on line 10"
                                + " (with LIMIT = 20ms) => 1ms to detect the link, and a round trip to the home agent: 2 × (12ms +"
                                + " 1ms)"));
    }
}
