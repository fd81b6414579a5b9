package org.mobileip.scenarios.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.mobileip.config.ConfigException;
import org.mobileip.config.Problem;

/** Scripts for tests. */
final class Scripts {

    /** The example of the contract's fifth section, word for word. */
    static final String CONTRACT = """
            scenario "Café to LTE and home again"

            network home  10.10.0.0/24     delay 1ms
            network cafe  192.0.2.0/24     delay 12ms  nat
            network lte   198.51.100.0/24  delay 35ms  jitter 5ms  loss 0.1%

            home-agent ha  on home  address 10.10.0.1
            mobile     mn  home 10.10.0.57
            host       cn  on home  address 10.10.0.200

            stream voice  udp  cn <-> mn  every 5ms  size 160
            stream file   tcp  cn -> mn

            at 0s   move mn to cafe
            at 5s   move mn to lte  overlap 1s
            at 10s  move mn to home
            at 12s  stop

            expect  interruption of voice < 60ms   after each move
            expect  registered within 200ms        after each move
            expect  loss of voice < 1%             outside moves
            expect  file intact
            """;

    /** Sound, and short: nine lines that the lines of a test follow, so that the first of those is line 10. */
    static final String BASE = """
            network home 10.10.0.0/24 delay 1ms
            network cafe 192.0.2.0/24 delay 12ms nat
            network lte 198.51.100.0/24
            home-agent ha on home address 10.10.0.1
            mobile mn home 10.10.0.57
            host cn on home address 10.10.0.200
            stream voice udp cn <-> mn every 5ms
            stream file tcp cn -> mn
            stream probe ping cn -> mn
            """;

    /** How {@link #BASE} and the lines of a test end well. */
    static final String END = "at 1h move mn to lte\nat 2h stop\n";

    private Scripts() {}

    static ScenarioFile file(String text) {
        return file(text, Map.of());
    }

    static ScenarioFile file(String text, Map<String, String> overrides) {
        try {
            return ScenarioFile.parse(Path.of("test.scenario"), text, overrides);
        } catch (ConfigException refused) {
            throw new AssertionError(refused.report(), refused);
        }
    }

    static Scenario scenario(String text) {
        return file(text).scenario();
    }

    static ConfigException refusal(String text, Map<String, String> overrides) {
        return Assertions.catchThrowableOfType(
                ConfigException.class, () -> ScenarioFile.parse(Path.of("test.scenario"), text, overrides));
    }

    /** What is wrong with {@code text}: one line for each error, its hint behind an arrow. */
    static List<String> errors(String text) {
        ConfigException refusal = refusal(text, Map.of());
        assertThat(refusal).as("this is refused:\n%s", text).isNotNull();
        return refusal.problems().stream().map(Scripts::told).toList();
    }

    static String told(Problem problem) {
        String place = problem.place().line() + ":" + problem.place().column() + "+"
                + problem.place().length();
        String word = problem.isError() ? "" : "warning: ";
        return place + " " + word + problem.message()
                + problem.hint().map(hint -> " => " + hint).orElse("");
    }

    /** What is wrong with {@code lines} where they follow {@link #BASE}. */
    static List<String> errorsIn(String... lines) {
        return errors(BASE + String.join("\n", lines) + "\n" + END);
    }

    static List<String> warnings(String text) {
        return file(text).warnings().stream().map(Scripts::told).toList();
    }
}
