package org.mobileip.scenarios.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mobileip.net.Ipv4;

/** Lines that stand for many. */
final class RangesTest {

    private static final String BUS = """
            set SEATS 3
            network home  10.10.0.0/24
            network cafe  192.0.2.0/24
            home-agent ha  on home  address 10.10.0.1
            mobile mn{1..$SEATS}  home 10.10.0.{101..}
            at {1000..+20}ms  move mn{1..$SEATS} to cafe
            at 2s  stop
            expect  binding of mn{1..$SEATS} = cafe  at end
            """;

    @Test
    void takesTheNextNumberOfEachRangeForTheNextLine() {
        Scenario scenario = Scripts.scenario(BUS);
        assertThat(scenario.mobiles())
                .extracting(Scenario.MobileNode::name, Scenario.MobileNode::home)
                .containsExactly(
                        tuple("mn1", Ipv4.parse("10.10.0.101")),
                        tuple("mn2", Ipv4.parse("10.10.0.102")),
                        tuple("mn3", Ipv4.parse("10.10.0.103")));
        assertThat(scenario.actions().subList(0, 3))
                .extracting(timed -> timed.at().toMillis(), timed -> ((Action.Move) timed.action()).node())
                .containsExactly(tuple(1000L, "mn1"), tuple(1020L, "mn2"), tuple(1040L, "mn3"));
        assertThat(scenario.expectations())
                .extracting(Expectation::text)
                .containsExactly("binding of mn1 = cafe", "binding of mn2 = cafe", "binding of mn3 = cafe");
    }

    @Test
    void keepsTheNumberOfTheLineThatWasWritten() {
        Scenario scenario = Scripts.scenario(BUS);
        assertThat(scenario.mobiles()).extracting(Scenario.MobileNode::line).containsOnly(5);
        assertThat(scenario.expectations()).extracting(Expectation::line).containsOnly(8);
    }

    @Test
    void countsInStepsAndAsOftenAsTheCommandLineSays() {
        String script = BUS.replace("{1000..+20}ms", "{100..900..100}ms");
        Scenario scenario = Scripts.file(script, Map.of("SEATS", "9")).scenario();
        List<Duration> times = IntStream.rangeClosed(1, 9)
                .mapToObj(i -> Duration.ofMillis(i * 100L))
                .toList();
        assertThat(scenario.actions().subList(0, 9))
                .extracting(Scenario.TimedAction::at)
                .isEqualTo(times);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mn{1..3} home 10.10.0.{101..104} | {101..104} holds 4 numbers, and the range before it 3",
                "mn{3..1} home 10.10.0.{101..}    | {3..1} holds no number",
                "mn{1..3..0} home 10.10.0.{101..} | {1..3..0} holds no number",
                "mn{1..} home 10.10.0.{101..+2}   | no range of this line says how many there are",
                "mn{1..1001} home 10.10.0.{1..}   | {1..1001} stands for 1001 lines; at most 1000 are possible"
            })
    void saysWhatIsWrongWithARange(String mobile, String message) {
        String script = BUS.replace("mn{1..$SEATS}  home 10.10.0.{101..}", mobile);
        assertThat(Scripts.errors(script)).anyMatch(error -> error.contains(message));
    }

    @Test
    void saysOnceWhatIsWrongWithAllLinesOfARange() {
        String script = BUS.replace("move mn{1..$SEATS} to cafe", "mov mn{1..$SEATS} to cafe");
        assertThat(Scripts.errors(script))
                .filteredOn(error -> error.contains("mov"))
                .hasSize(1);
    }

    @Test
    void writesJsonAsTheLinesThatARangeStandsFor() throws Exception {
        Scenario scenario = Scripts.scenario(BUS);
        String json = ScenarioJson.of(scenario);
        assertThat(json).contains("{\"name\":\"mn2\",\"home\":\"10.10.0.102\"}");
        Scenario again = ScenarioFile.parse(java.nio.file.Path.of("bus.json"), json, Map.of())
                .scenario();
        assertThat(again.mobiles()).hasSize(3);
        assertThat(again.actions())
                .extracting(Scenario.TimedAction::action)
                .isEqualTo(scenario.actions().stream()
                        .map(Scenario.TimedAction::action)
                        .toList());
    }
}
