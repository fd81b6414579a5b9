package org.mobileip.scenarios.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.mobileip.config.ConfigException;

/** Scenarios written as scripts. */
final class ScenarioTextTest {

    @Test
    void aScriptInGoodOrderIsWrittenAsItIs() {
        String canonical = """
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

                expect interruption of voice < 60ms  after each move
                expect registered within 200ms       after each move
                expect loss of voice < 1%            outside moves
                expect file intact
                """;

        assertThat(ScenarioText.of(Scripts.scenario(Scripts.CONTRACT))).isEqualTo(canonical);
        assertThat(ScenarioText.of(Scripts.scenario(canonical))).isEqualTo(canonical);
    }

    @Test
    void settingsLoopsAndOptionsAreWritten() {
        assertThat(ScenarioText.of(Scripts.scenario("""
                        scenario "$A costs 5$"
                        set A "a \\"b\\""
                        set LIMIT 5ms
                        for X in 1 "2 3"
                        repeat 4
                        network home 10.10.0.0/24
                        home-agent ha on home reverse required
                        mobile mn home 10.10.0.57 network 10.20.0.0/24 key wrong
                        at 0s clock mn -60s
                        at 1s stop
                        warn no leak
                        expect reply 131 from ha at end
                        """))).isEqualTo("""
                        scenario "a \\"b\\" costs 5$$"

                        repeat 4
                        set    A      "a \\"b\\""
                        set    LIMIT  5ms
                        for    X      in 1 "2 3"

                        network home  10.10.0.0/24

                        home-agent ha  on home          address 10.10.0.1  reverse required
                        mobile     mn  home 10.10.0.57  network 10.20.0.0/24  key wrong

                        at 0s  clock mn -60s
                        at 1s  stop

                        warn   no leak
                        expect reply 131 from ha  at end
                        """);
    }

    @Test
    void whatIsWrittenIsReadAsTheSame() {
        long first = Long.getLong("seed", new Random().nextLong());
        for (long seed = first; seed < first + 500; seed++) {
            Scenario sample = new Samples(seed).next();
            String text = ScenarioText.of(sample);
            try {
                Scenario read = ScenarioFile.parse(Path.of("sample.scenario"), text, Map.of())
                        .scenario();
                assertThat(Samples.withoutLines(read))
                        .as("-Dseed=%d\n%s", seed, text)
                        .isEqualTo(sample);
                assertThat(ScenarioText.of(read)).as("-Dseed=%d", seed).isEqualTo(text);
            } catch (ConfigException refused) {
                throw new AssertionError("again with -Dseed=" + seed + "\n" + refused.report() + "\n" + text, refused);
            }
        }
    }

    @Test
    void eachRunOfALoopIsAScriptOfItsOwn() {
        ScenarioFile file = Scripts.file(Scripts.BASE + "for NET in cafe lte\nat 1s move mn to $NET\nat 2s stop\n");

        for (Scenario run : file.expand()) {
            Scenario read = Scripts.scenario(ScenarioText.of(run));
            assertThat(Samples.withoutLines(read)).isEqualTo(Samples.withoutLines(run));
        }
    }
}
