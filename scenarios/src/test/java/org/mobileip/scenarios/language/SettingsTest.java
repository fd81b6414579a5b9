package org.mobileip.scenarios.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mobileip.scenarios.language.Scenario.Loop;
import org.mobileip.scenarios.language.Scenario.Setting;

/** {@code set}, {@code for} and {@code --set}. */
final class SettingsTest {

    private static final String LIMIT =
            Scripts.BASE + "set LIMIT 60ms\nat 1s move mn to cafe\nat 2s stop\nexpect interruption of voice < $LIMIT\n";

    private static Condition.Interruption limited(Scenario scenario) {
        return (Condition.Interruption) scenario.expectations().get(0).condition();
    }

    @Test
    void aSettingStandsWhereItsKeyDoes() {
        Scenario scenario = Scripts.scenario(LIMIT);

        assertThat(limited(scenario).limit()).isEqualTo(Duration.ofMillis(60));
        assertThat(scenario.expectations().get(0).text()).isEqualTo("interruption of voice < 60ms");
        assertThat(scenario.settings()).containsExactly(new Setting(10, "LIMIT", "60ms"));
    }

    @Test
    void theCommandLineWins() {
        Scenario scenario = Scripts.file(LIMIT, Map.of("LIMIT", "45ms")).scenario();

        assertThat(limited(scenario).limit()).isEqualTo(Duration.ofMillis(45));
        assertThat(scenario.settings()).containsExactly(new Setting(10, "LIMIT", "45ms"));
    }

    @Test
    void aSettingMayStandInTextsInPartsOfWordsAndInOtherSettings() {
        Scenario scenario = Scripts.scenario("""
                scenario "$WHO pays 5$ or $$WHO for ${NET}s"
                set WHO "the caller"
                set NET caf
                set HOST 10.$SECOND.0
                set SECOND 20
                set long-key 7
                network ${NET}e $HOST.0/24
                network home 10.10.0.0/24
                home-agent ha on home
                mobile mn home 10.10.0.$long-key
                at 1s move mn to ${NET}e
                at 2s stop
                """);

        assertThat(scenario.title()).isEqualTo("the caller pays 5$ or $WHO for cafs");
        assertThat(scenario.networks().get(0).name()).isEqualTo("cafe");
        assertThat(scenario.networks().get(0).prefix()).hasToString("10.20.0.0/24");
        assertThat(scenario.mobiles().get(0).home()).hasToString("10.10.0.7");
    }

    @Test
    void aKeyReachesAsFarAsOneIsKnown() {
        String script = Scripts.BASE + "set NET ca\nset NET-f lt\nat 1s move mn to $NET-fe\nat 2s stop\n";

        assertThat(Scripts.scenario(script).actions().get(0).action())
                .isEqualTo(new Action.Move("mn", "lte", Optional.empty()));
    }

    @Test
    void anErrorInAValueNamesThePlaceThatSetIt() {
        assertThat(Scripts.errors(LIMIT.replace("LIMIT 60ms", "LIMIT soon")))
                .containsExactly(
                        "13:32+6 \"soon\" is not a duration ($LIMIT is set on line 10) => a number and its unit, us,"
                                + " ms, s, min or h, like 5ms, 1.5s or 2min");
        assertThat(Scripts.refusal(LIMIT, Map.of("LIMIT", "7")).report()).isEqualTo("""
                test.scenario:13:32: error: "7" has no unit ($LIMIT is set by --set)

                   13 | expect interruption of voice < $LIMIT
                      |                                ^^^^^^
                  hint: a number and its unit, us, ms, s, min or h, like 5ms, 1.5s or 2min

                1 error""");
    }

    @Test
    void anUnknownKeyOnTheCommandLineIsToldWhatThereIs() {
        assertThat(Scripts.refusal(LIMIT, Map.of("LIMTI", "45ms")).report()).isEqualTo("""
                --set:1:1: error: this script has no setting "LIMTI"

                    1 | LIMTI=45ms
                      | ^^^^^
                  hint: did you mean "LIMIT"?

                1 error""");
        assertThat(Scripts.refusal(LIMIT, Map.of("colour", "red")).report()).contains("\n  hint: it has: LIMIT\n");
        assertThat(Scripts.refusal(Scripts.CONTRACT, Map.of("LIMIT", "1ms")).report())
                .contains("\n  hint: it has none at all; one is made by a line like: set LIMIT 60ms\n");
    }

    @Test
    void anUnknownKeyInAScriptIsAnError() {
        assertThat(Scripts.errors(LIMIT.replace("$LIMIT", "$LIMTI")))
                .containsExactly("13:32+6 unknown setting \"LIMTI\" => did you mean \"LIMIT\"?");
        assertThat(Scripts.errors(LIMIT.replace("$LIMIT", "${LIM}")))
                .containsExactly("13:32+6 unknown setting \"LIM\" => it has: LIMIT");
    }

    @Test
    void settingsThatGoRoundInACircleAreShownOnce() {
        assertThat(Scripts.errorsIn("set A $B", "set B x${C}x", "set C $A", "set D $A"))
                .containsExactly("10:5+1 \"A\" is set to itself: A → B → C → A => give one of them a value of its own");
        assertThat(Scripts.errorsIn("set A $A"))
                .containsExactly("10:5+1 \"A\" is set to itself: A → A => give one of them a value of its own");
    }

    @Test
    void settingsThatGrowWithoutEndOrNestWithoutEndAreRefused() {
        String doubling = IntStream.range(0, 19)
                .mapToObj(i -> "set K" + (i + 1) + " $K" + i + "$K" + i + "\n")
                .collect(Collectors.joining("", "set K0 tentofthem\n", ""));
        assertThat(Scripts.errors(Scripts.BASE + doubling + Scripts.END))
                .containsExactly("17:8+6 this has more than 1000 characters with its settings in place");

        String nested = IntStream.range(0, 40)
                .mapToObj(i -> "set K" + i + " $K" + (i + 1) + "\n")
                .collect(Collectors.joining("", "", "set K40 x\n"));
        assertThat(Scripts.errors(Scripts.BASE + nested + Scripts.END))
                .containsExactly("30:5+3 settings are made of each other more than 20 deep");
    }

    @Test
    void aKeyIsSetOnce() {
        assertThat(Scripts.errorsIn("set A 1", "for A in 1 2"))
                .containsExactly(
                        "11:5+1 \"A\" is set already (line 10) => each setting and each loop has its own name");
    }

    @Test
    void aBrokenSettingIsNotMissedElsewhere() {
        assertThat(Scripts.errorsIn("set LIMIT", "expect interruption of voice < $LIMIT"))
                .containsExactly(
                        "10:10+1 the line ends where VALUE is expected => VALUE is any word or text in quotes");
        assertThat(Scripts.errorsIn("let LIMIT 60ms", "expect interruption of voice < $LIMIT"))
                .hasSize(1);
    }

    @Test
    void aLoopIsOneRunForEachValueAndItsTitleTellsIt() {
        ScenarioFile file = Scripts.file("scenario \"To $NET and back\"\n" + Scripts.BASE
                + "for NET in cafe lte\nfor LIMIT in 50ms 60ms\nat 1s move mn to $NET\nat 2s stop\n"
                + "expect interruption of voice < $LIMIT\n");

        assertThat(file.expand())
                .extracting(Scenario::title)
                .containsExactly(
                        "To cafe and back (LIMIT = 50ms)",
                        "To cafe and back (LIMIT = 60ms)",
                        "To lte and back (LIMIT = 50ms)",
                        "To lte and back (LIMIT = 60ms)");
        assertThat(file.expand().get(3).actions().get(0).action())
                .isEqualTo(new Action.Move("mn", "lte", Optional.empty()));
        assertThat(limited(file.expand().get(3)).limit()).isEqualTo(Duration.ofMillis(60));
        assertThat(file.expand().get(3).loops()).isEmpty();
        assertThat(file.expand().get(3).settings())
                .containsExactly(new Setting(11, "NET", "lte"), new Setting(12, "LIMIT", "60ms"));
    }

    @Test
    void theScenarioOfALoopedScriptHasTheFirstValuesAndTheLoops() {
        Scenario scenario = Scripts.scenario(
                Scripts.BASE + "set FIRST cafe\nfor NET in $FIRST lte\nat 1s move mn to $NET\nat 2s stop\n");

        assertThat(scenario.loops()).containsExactly(new Loop(11, "NET", List.of("cafe", "lte")));
        assertThat(scenario.settings()).containsExactly(new Setting(10, "FIRST", "cafe"));
        assertThat(scenario.title()).isEqualTo("test");
        assertThat(scenario.actions().get(0).action()).isEqualTo(new Action.Move("mn", "cafe", Optional.empty()));
    }

    @Test
    void theCommandLineChoosesOneValueOfALoop() {
        ScenarioFile file = Scripts.file(
                Scripts.BASE + "for NET in cafe lte\nat 1s move mn to $NET\nat 2s stop\n", Map.of("NET", "lte"));

        assertThat(file.expand()).extracting(Scenario::title).containsExactly("test (NET = lte)");
    }

    @Test
    void anErrorOfOneValueOfALoopSaysWhich() {
        String script = Scripts.BASE + "for NET in cafe home mars\nat 1s move mn to $NET\nat 2s stop\nexpect no leek\n";

        assertThat(Scripts.errors(script))
                .containsExactly(
                        "11:18+4 \"mn\" is in \"home\" already (with NET = home) => a move leads to another network",
                        "11:18+4 unknown network \"mars\" (with NET = mars) => networks in this script: home, cafe, lte",
                        "13:11+4 expected \"leak\", found \"leek\" => did you mean \"leak\"?");
    }

    @Test
    void anErrorOfManyRunsIsShownOnce() {
        String values = IntStream.range(0, 30).mapToObj(i -> "m" + i).collect(Collectors.joining(" "));

        assertThat(Scripts.errors(Scripts.BASE + "for X in cafe " + values + "\nfor NET in cafe lte\n"
                        + "at 1s move mn to $NET\nat 2s stop\nexpect binding of mn = home at end\n"
                        + "expect loss of voice < $X\n"))
                .hasSize(31);
        assertThat(Scripts.errors(
                        Scripts.BASE + "for A in 1 2 3\nfor NET in cafe mars\nat 1s move mn to $NET\nat 2s stop\n"))
                .containsExactly(
                        "12:18+4 unknown network \"mars\" (with A = 1, NET = mars, and in 2 other runs) => networks in"
                                + " this script: home, cafe, lte");
    }

    @Test
    void loopsMakeABoundedNumberOfRuns() {
        String ten = "1 2 3 4 5 6 7 8 9 10";

        assertThat(Scripts.file(Scripts.BASE + "for A in " + ten + "\nfor B in " + ten + "\nfor C in " + ten + "\n"
                                + Scripts.END)
                        .expand())
                .hasSize(1000);
        assertThat(Scripts.errorsIn("for A in " + ten, "for B in " + ten, "for C in " + ten, "for D in 1 2"))
                .containsExactly(
                        "13:5+1 too many runs: with this loop, there are more than can be done => at most 1000, and"
                                + " 1000000 lines in all of them together");
    }

    @Test
    void aLoopOverALoopIsRefused() {
        assertThat(Scripts.errorsIn("for A in 1 2", "for B in $A 3"))
                .containsExactly("10:5+1 the values of one loop are used for another => write them out");
    }
}
