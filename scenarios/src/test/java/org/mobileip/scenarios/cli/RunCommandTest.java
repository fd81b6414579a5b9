package org.mobileip.scenarios.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.control.Json;
import org.mobileip.scenarios.language.Feature;
import org.mobileip.scenarios.measure.ResultReader;
import org.mobileip.scenarios.measure.WorldProvider;

/** {@code run}, as a person sees it and as a script uses it. */
class RunCommandTest {

    @TempDir
    private Path directory = Path.of("");

    private Shell shell(WorldProvider... worlds) {
        Shell shell = new Shell(directory, worlds);
        shell.file("cafe-to-lte.scenario", Samples.CAFE_TO_LTE);
        return shell;
    }

    private String script() {
        return directory.resolve("cafe-to-lte.scenario").toString();
    }

    @Test
    void tellsWhatHappensAndThenTheVerdicts() {
        Shell shell = shell(FakeWorld.called("netns", Samples.well()));

        assertThat(shell.run("run", script())).isZero();
        assertThat(shell.err()).isEqualTo("""
                world netns (it can run here)
                  building networks, starting daemons
                  networks up in 0.41 s (3 networks, 3 nodes)
                  daemons ready in 2.50 s, streams warm for 1 s
                   0.00 s  move mn to cafe   registered  29.0 ms   interruption  30.0 ms   lost 3 ↓ 2 ↑
                   5.00 s  move mn to lte    registered  76.0 ms   interruption  80.0 ms   lost 8 ↓ 7 ↑
                  10.00 s  move mn to home   registered   5.5 ms   interruption  10.0 ms   lost 1 ↓ 1 ↑
                  12.00 s  stop
                """);
        assertThat(shell.out()).isEqualTo("""
                Café to LTE and home again          world netns · 1 run

                █ EXPECTATIONS
                  ✓  19  interruption of voice < 100ms  after move at 0s   30.0 ms ± 10   floor 27.0 ms
                  ✓  19  interruption of voice < 100ms  after move at 5s   80.0 ms ± 10   floor 73.0 ms
                  ✓  19  interruption of voice < 100ms  after move at 10s  10.0 ms ± 10   floor 1.0 ms
                  ✓  20  registered within 200ms        after each move    worst 76.0 ms
                  ✓  21  loss of voice < 1%             outside moves      0% (0 of 2376)
                  ✓  22  file intact                                       41.2 MiB, 1 connection, longest stall 6600 ms
                  ✓  23  no leak                                           0 packets

                █ RESULT  PASSED  9 checks          6.8 s
                   report   mip-runs/cafe-to-lte-0001/report.html
                   result   mip-runs/cafe-to-lte-0001/result.json
                   packets  mip-runs/cafe-to-lte-0001/packets.pcapng   wireshark -r … -Y 'mip || ip.proto == 4'
                   logs     mip-runs/cafe-to-lte-0001/ha.log  mip-runs/cafe-to-lte-0001/mn.log

                """);
    }

    @Test
    void saysByHowMuchAndWhereTheTimeWent() {
        Shell shell = shell(FakeWorld.called("netns", Samples.comingHome(150)));

        assertThat(shell.run("run", script())).isEqualTo(1);
        assertThat(shell.out())
                .contains(
                        "  ✗  19  interruption of voice < 100ms  after move at 10s  150 ms ± 10    50.0 ms over, floor 1.0 ms\n")
                .contains("""
                        █ WHY  move of mn to home at 10s took 150 ms, floor 1.0 ms
                           detect 3.0 ms │ address 0.50 ms │ register 2.0 ms │ install 0.50 ms │ first packet 144 ms ◀

                        █ RESULT  FAILED  1 of 9 checks missed          6.8 s
                        """)
                .contains("   again    scenarios run " + "cafe-to-lte.scenario\n");
    }

    @Test
    void leavesAResultThatOtherProgramsRead() throws IOException {
        Shell shell = shell(FakeWorld.called("netns", Samples.comingHome(150)));
        shell.run("run", script(), "--out", "here", "--seed", "7");

        Map<String, Object> result = Json.parse(shell.read("here/result.json"));
        assertThat(result)
                .containsEntry("schema", "mobileip.result/1")
                .containsEntry("world", "netns")
                .containsEntry("seed", 7)
                .containsEntry("result", "failed");
        // The world of the test has frames from the day after the beginning of 1970.
        assertThat(result.get("environment"))
                .isEqualTo(Map.of(
                        "version",
                        "0.1.0",
                        "java",
                        "17.0.15",
                        "kernel",
                        "Linux 6.18.44",
                        "dataplane",
                        "tun",
                        "cpus",
                        2,
                        "started",
                        "1970-01-02T00:00:00Z"));
        assertThat(ResultReader.read(shell.read("here/result.json")).moves()).hasSize(3);
        assertThat(shell.read("here/summary.md"))
                .startsWith("## ✗ Café to LTE and home again: FAILED\n")
                .contains(
                        "| ✗ | 19 | `interruption of voice < 100ms` | move at 10s | 150 ms ± 10, 50.0 ms over, floor 1.0 ms |\n");
    }

    @Test
    void saysWhetherADifferenceIsClear() {
        Shell shell = shell(FakeWorld.called(
                "netns",
                Samples.comingHome(150),
                Samples.comingHome(160),
                Samples.comingHome(10),
                Samples.comingHome(20)));
        shell.run("run", script(), "--out", "slow", "--repeat", "2");
        shell.run("run", script(), "--out", "quick", "--repeat", "2");

        assertThat(shell.run("compare", "slow", "quick", "--out", "both.html")).isZero();
        assertThat(shell.out()).isEqualTo("""
                FIGURE         OF                   slow (2 runs)                         quick (2 runs)                        CHANGE
                interruption   move at 0s to cafe   30.0 ms (30.0 ms … 30.0 ms)           30.0 ms (30.0 ms … 30.0 ms)           +0 ms  not clear (ranges overlap)
                interruption   move at 5s to lte    80.0 ms (80.0 ms … 80.0 ms)           80.0 ms (80.0 ms … 80.0 ms)           +0 ms  not clear (ranges overlap)
                interruption   move at 10s to home  155 ms (150 ms … 160 ms)              15.0 ms (10.0 ms … 20.0 ms)           −140 ms  clear, 10.3 times less
                registered     move at 0s to cafe   29.0 ms (29.0 ms … 29.0 ms)           29.0 ms (29.0 ms … 29.0 ms)           +0 ms  not clear (ranges overlap)
                registered     move at 5s to lte    76.0 ms (76.0 ms … 76.0 ms)           76.0 ms (76.0 ms … 76.0 ms)           +0 ms  not clear (ranges overlap)
                registered     move at 10s to home  5.5 ms (5.5 ms … 5.5 ms)              5.5 ms (5.5 ms … 5.5 ms)              +0 ms  not clear (ranges overlap)
                lost           voice                37 packets (36 packets … 37 packets)  23 packets (22 packets … 23 packets)  −14 packets  clear, 1.6 times less
                longest stall  file                 6600 ms (6600 ms … 6600 ms)           6600 ms (6600 ms … 6600 ms)           +0 ms  not clear (ranges overlap)
                received       file                 41.2 MiB (41.2 MiB … 41.2 MiB)        41.2 MiB (41.2 MiB … 41.2 MiB)        +0.0 MiB  not clear (ranges overlap)
                """);
        assertThat(shell.read("both.html")).contains("n=2");
    }

    @Test
    void numbersItsRunsAndNeverTouchesAnOldOne() {
        Shell shell = shell(FakeWorld.called("netns", Samples.well(), Samples.well()));
        shell.run("run", script());
        shell.run("run", script());
        assertThat(shell.out()).contains("mip-runs/cafe-to-lte-0002/result.json");
        assertThat(shell.has("mip-runs/cafe-to-lte-0001/result.json")).isTrue();
    }

    @Test
    void playsWithTheSeedThatIsAskedForAndTheNextOnes() {
        FakeWorld world = FakeWorld.called("netns", Samples.well(), Samples.comingHome(150), Samples.well());
        Shell shell = shell(world);

        assertThat(shell.run("run", script(), "--repeat", "3", "--seed", "5", "--keep", "-o", "three"))
                .isEqualTo(1);
        assertThat(world.opened())
                .containsExactly(
                        new WorldProvider.Options(5, true),
                        new WorldProvider.Options(6, true),
                        new WorldProvider.Options(7, true));
        assertThat(world.closed()).isEqualTo(3);
        assertThat(shell.err()).isEqualTo("""
                world netns (it can run here)
                  run 1 of 3   passed   longest interruption 80.0 ms
                  run 2 of 3   missed 1 check   longest interruption 150 ms
                  run 3 of 3   passed   longest interruption 80.0 ms
                """);
        assertThat(shell.out()).isEqualTo("""
                Café to LTE and home again          world netns · 3 runs

                █ EXPECTATIONS  over 3 runs
                  ✓  19  interruption of voice < 100ms  after move at 0s   median 30.0 ms   p95 30.0 ms   max 30.0 ms
                  ✓  19  interruption of voice < 100ms  after move at 5s   median 80.0 ms   p95 80.0 ms   max 80.0 ms
                  ✗  19  interruption of voice < 100ms  after move at 10s  median 10.0 ms   p95 150 ms   max 150 ms   missed in 1 of 3
                  ✓  20  registered within 200ms        after move at 0s   median 29.0 ms   p95 29.0 ms   max 29.0 ms
                  ✓  20  registered within 200ms        after move at 5s   median 76.0 ms   p95 76.0 ms   max 76.0 ms
                  ✓  20  registered within 200ms        after move at 10s  median 5.5 ms   p95 5.5 ms   max 5.5 ms
                  ✓  21  loss of voice < 1%             outside moves      median 0%   p95 0%   max 0%
                  ✓  22  file intact
                  ✓  23  no leak                                           median 0 packets   p95 0 packets   max 0 packets

                  !  interruption of voice < 100ms, move at 10s: 1 slow outlier

                █ RESULT  FAILED  1 of 3 runs failed          6.8 s
                   report   three/report.html
                   summary  three/summary.json
                   runs     three/run-…
                   again    scenarios run cafe-to-lte.scenario --seed 5

                """);
        assertThat(shell.has("three/run-01/result.json")).isTrue();
        assertThat(shell.has("three/run-03/result.json")).isTrue();
        assertThat(shell.has("three/result.json")).isFalse();
        assertThat(shell.read("three/summary.json")).contains("\"schema\" : \"mobileip.summary/1\"");
    }

    @Test
    void playsSeveralScriptsAndEndsWithTheWorst() {
        FakeWorld world = FakeWorld.called("netns", Samples.well(), Samples.comingHome(150));
        Shell shell = shell(world);
        String other =
                shell.file("other.scenario", Samples.CAFE_TO_LTE.replace("Café to LTE and home again", "Another"));

        assertThat(shell.run("run", script(), other, "--out", "both", "--junit", "junit.xml"))
                .isEqualTo(1);
        assertThat(shell.out()).endsWith("""
                        RESULT  SCENARIO                    CHECKS                LONGEST INTERRUPTION  TIME
                        PASSED  Café to LTE and home again  9 checks              80.0 ms               6.8 s
                        FAILED  Another                     1 of 9 checks missed  150 ms                6.8 s

                        1 of 2 scenarios passed
                        """);
        assertThat(shell.has("both/cafe-to-lte/result.json")).isTrue();
        assertThat(shell.has("both/other/result.json")).isTrue();
        assertThat(shell.read("both/index.html"))
                .contains("✗ FAILED</span>  1 of 2 scenarios")
                .contains("<a href=\"cafe-to-lte/report.html\">Café to LTE and home again</a>")
                .contains("<a href=\"other/report.html\">Another</a>");
        assertThat(shell.read("both/summary.md")).contains("| ✗ FAILED | Another | 150 ms | 6.8 s |");
        assertThat(shell.read("junit.xml"))
                .contains("<testsuites tests=\"18\" failures=\"1\" errors=\"0\">")
                .contains("<testsuite name=\"Another\" tests=\"9\" failures=\"1\" errors=\"0\" time=\"6.800\">")
                .contains(
                        "<testcase classname=\"other\" name=\"line 19: interruption of voice &lt; 100ms, move at 10s\">"
                                + "<failure message=\"150 ms ± 10, 50.0 ms over, floor 1.0 ms\">");
    }

    @Test
    void saysBeforeTheRunThatItsResultsCannotBeWritten() {
        FakeWorld world = FakeWorld.called("netns", Samples.well());
        Shell shell = shell(world);
        shell.file("taken", "");

        assertThat(shell.run("run", script(), "--junit", "taken/junit.xml")).isEqualTo(5);
        assertThat(shell.err()).contains("scenarios: cannot write taken");
        assertThat(world.closed()).isZero();
        assertThat(shell.has("mip-runs")).isFalse();
    }

    @Test
    void aRunThatCouldNotBeCarriedOutIsFive() {
        FakeWorld world = FakeWorld.called("netns", Samples.well()).thenFailing("ha did not become ready within 10 s");
        Shell shell = shell(world);

        assertThat(shell.run("run", script(), script(), "--junit", "deep/junit.xml"))
                .isEqualTo(5);
        assertThat(shell.out())
                .contains(
                        "█ RESULT  ERROR  the run could not be carried out          6.8 s\n   ha did not become ready within 10 s\n");
        assertThat(shell.read("deep/junit.xml")).contains("<error message=\"ha did not become ready within 10 s\">");
        assertThat(world.closed()).isEqualTo(2);
    }

    @Test
    void anyErrorInAnyScriptPlaysNothing() {
        FakeWorld world = FakeWorld.called("netns", Samples.well());
        Shell shell = shell(world);
        String bad = shell.file(
                "bad.scenario", Samples.CAFE_TO_LTE.replace("at 5s   move mn to lte", "at 5s   move mn to mars"));

        assertThat(shell.run("run", script(), bad)).isEqualTo(3);
        assertThat(shell.err()).contains("bad.scenario:15:").contains("mars").endsWith("1 error\n");
        assertThat(world.opened()).isEmpty();
        assertThat(shell.has("mip-runs")).isFalse();
    }

    @Test
    void whatTheWorldCannotDoIsRefusedAtItsPlace() {
        Shell shell = shell(FakeWorld.called("netns").without(Feature.TCP_STREAM));
        assertThat(shell.run("run", script())).isEqualTo(3);
        assertThat(shell.err())
                .contains("cafe-to-lte.scenario:12:")
                .contains("error: tcp streams is not done by this version yet");
    }

    @Test
    void simulatesWhereTheRealThingCannotRunAndSaysSoFirst() {
        Shell shell = shell(
                FakeWorld.blocked("netns", 5, "there is no /dev/net/tun"), FakeWorld.called("sim", Samples.well()));

        assertThat(shell.run("run", script())).isZero();
        assertThat(shell.err())
                .startsWith("world sim (netns cannot run here: there is no /dev/net/tun); all figures are SIMULATED\n");
        assertThat(shell.out()).startsWith("Café to LTE and home again          SIMULATED · seed 1 · 1 run\n");
    }

    @Test
    void withoutPermissionTheCommandThatWouldBeIsTheEndOfTheMessage() {
        Shell shell = shell(FakeWorld.blocked("netns", 4, "network namespaces need root"));
        assertThat(shell.run("run", script())).isEqualTo(4);
        assertThat(shell.err())
                .isEqualTo(
                        "scenarios: network namespaces need root; this would be: sudo scenarios run cafe-to-lte.scenario\n");
    }

    @Test
    void aWorldThatCannotRunIsNotReplacedWhereItWasAskedFor() {
        Shell shell = shell(
                FakeWorld.blocked("netns", 5, "there is no /dev/net/tun"), FakeWorld.called("sim", Samples.well()));
        assertThat(shell.run("run", script(), "--world", "netns")).isEqualTo(5);
        assertThat(shell.err()).isEqualTo("scenarios: there is no /dev/net/tun\n");
        assertThat(shell.run("run", script(), "--world", "moon")).isEqualTo(2);
        assertThat(shell.err()).isEqualTo("scenarios: there is no world \"moon\"; there is netns and sim\n");
    }

    @Test
    void whatOnlyTheOtherWorldCanDoIsPlayedThereWhereThatIsTheOneThatCanRun() {
        FakeWorld netns =
                FakeWorld.blocked("netns", 5, "there is no /dev/net/tun").without(Feature.TCP_STREAM);
        assertThat(shell(netns, FakeWorld.called("sim", Samples.well())).run("run", script()))
                .isZero();
    }

    @Test
    void warnsOfWhatIsUnwiseBeforeItPlays() {
        Shell shell = shell(FakeWorld.called("netns", Samples.well()));
        String hasty = shell.file("hasty.scenario", Samples.CAFE_TO_LTE.replace("< 100ms", "< 60ms"));
        assertThat(shell.run("run", hasty)).isEqualTo(1);
        assertThat(shell.err()).contains("hasty.scenario:19:33: warning: 60ms is below the physical floor");
    }

    @Test
    void saysHowToPlayTheSameAgain() {
        Shell shell = shell(FakeWorld.called("sim", Samples.comingHome(150)));
        String script =
                shell.file("limit.scenario", "set limit 100ms\n" + Samples.CAFE_TO_LTE.replace("< 100ms", "< $limit"));
        assertThat(shell.run("run", script, "--world", "sim", "--set", "limit=120ms", "--seed", "9"))
                .isEqualTo(1);
        assertThat(shell.out())
                .contains("✗  20  interruption of voice < 120ms")
                .contains("   again    scenarios run limit.scenario --world sim --set limit=120ms --seed 9\n");
    }

    @Test
    void wrongUsageIsTwo() {
        Shell shell = shell(FakeWorld.called("netns", Samples.well()));
        assertThat(shell.run("run")).isEqualTo(2);
        assertThat(shell.run("run", script(), "--repeat", "0")).isEqualTo(2);
        assertThat(shell.run("run", script(), "--repeat", "many")).isEqualTo(2);
        assertThat(shell.run("run", script(), "--set", "novalue")).isEqualTo(2);
        assertThat(shell.run("rnu")).isEqualTo(2);
    }

    @Test
    void quietTellsOnlyTheWorld() {
        Shell shell = shell(FakeWorld.called("netns", Samples.well()));
        assertThat(shell.run("run", script(), "-q")).isZero();
        assertThat(shell.err()).isEqualTo("world netns (it can run here)\n");
    }

    @Test
    void aDirectoryThatCannotBeMadeIsFive() {
        Shell shell = shell(FakeWorld.called("netns", Samples.well()));
        shell.file("taken", "");
        assertThat(shell.run("run", script(), "--out", "taken")).isEqualTo(5);
        assertThat(shell.err()).endsWith("scenarios: cannot write taken: there is something else of that name\n");
    }
}
