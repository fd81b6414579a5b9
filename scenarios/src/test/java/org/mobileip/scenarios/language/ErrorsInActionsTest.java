package org.mobileip.scenarios.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a person is told about actions that cannot happen, and expectations that cannot be met. */
final class ErrorsInActionsTest {

    /** Lines that follow {@link Scripts#BASE} (the first is line 10), and what is said about them. */
    record Case(List<String> script, List<String> errors) {

        Case says(String... all) {
            return new Case(script, List.of(all));
        }
    }

    private static Case script(String... lines) {
        return new Case(List.of(lines), List.of());
    }

    static List<Case> actions() {
        return List.of(
                script("at 1s mvoe mn to cafe").says("10:7+4 \"mvoe\" is not known here => did you mean \"move\"?"),
                script("at 1s move mn cafe")
                        .says("10:15+4 expected \"to\", found \"cafe\" => write: move NODE to NET [overlap DUR]"),
                script("at 1s move mn to cafe ovrlap 1s")
                        .says("10:23+6 unexpected \"ovrlap\" => did you mean \"overlap\"?"),
                script("at 1s move mn to cafe now")
                        .says("10:23+3 unexpected \"now\" => the line ends before it, or goes on with: overlap"),
                script("at 1 move mn to cafe")
                        .says(
                                "10:4+1 \"1\" has no unit => a number and its unit, us, ms, s, min or h, like 5ms, 1.5s or 2min"),
                script("at")
                        .says(
                                "10:3+1 the line ends where TIME is expected => TIME is the time since the streams are warm, like 0s"
                                        + " or 1.5s"),
                script("at 1s")
                        .says(
                                "10:6+1 the line ends where more is expected => one of: move, link, stop, start, restart, kill, drop,"
                                        + " nat, clock, note"),
                script("at 1s move cn to cafe")
                        .says("10:12+2 \"cn\" is a host, not a mobile node => mobile nodes in this script: mn"),
                script("at 1s move nm to cafe").says("10:12+2 unknown mobile node \"nm\" => did you mean \"mn\"?"),
                script("at 1s move mn to mars")
                        .says("10:18+4 unknown network \"mars\" => networks in this script: home, cafe, lte"),
                script("at 1s move mn to home")
                        .says("10:18+4 \"mn\" is in \"home\" already => a move leads to another network"),
                script("at 1s move mn to cafe", "at 2s move mn to cafe")
                        .says("11:18+4 \"mn\" is in \"cafe\" already => a move leads to another network"),
                script("at 2s move mn to cafe", "at 1.5s note \"x\"")
                        .says("11:4+4 1.5s is before 2s of line 10 => actions stand in the order in which they happen"),
                script("at 8d move mn to cafe")
                        .says(
                                "10:4+2 \"8d\" is not a duration => a number and its unit, us, ms, s, min or h, like 5ms, 1.5s or"
                                        + " 2min"),
                script("at 200h move mn to cafe").says("10:4+4 \"200h\" is too long => at most 7 days"),
                script("at 1s link mn cafe donw").says("10:20+4 \"donw\" is not known here => did you mean \"down\"?"),
                script("at 1s link cn cafe down").says("10:15+4 \"cn\" has no link to \"cafe\" => it is on \"home\""),
                script("at 1s stop cn")
                        .says(
                                "10:12+2 \"cn\" is a host, not a home agent or mobile node => home agents, mobile nodes in this"
                                        + " script: ha, mn"),
                script("at 1s start ha").says("10:13+2 \"ha\" runs already => every program runs from the beginning"),
                script("at 1s stop ha", "at 2s kill ha").says("11:12+2 \"ha\" is stopped already => start it first"),
                script("at 1s nat home rebind").says("10:11+4 \"home\" has no NAT => say nat on line 1"),
                script("at 1s nat cafe rebnid")
                        .says("10:16+6 expected \"rebind\", found \"rebnid\" => did you mean \"rebind\"?"),
                script("at 1s clock mn 10s").says("10:16+3 \"10s\" is not known here => one of: +, -"),
                script("at 1s clock cn +10s")
                        .says(
                                "10:13+2 \"cn\" is a host, not a home agent or mobile node => home agents, mobile nodes in this"
                                        + " script: ha, mn"),
                script("at 1s note half way")
                        .says(
                                "10:12+4 expected a text in quotes, found \"half\" => write it like \"half\"",
                                "10:17+3 unexpected \"way\" => the line ends before it"),
                script("at 1s note \"half way")
                        .says("10:12+9 a text without its closing quote => a text ends on its line: \"…\""));
    }

    static List<Case> expectations() {
        return List.of(
                script("expect interuption of voice < 60ms after each move")
                        .says("10:8+11 \"interuption\" is not known here => did you mean \"interruption\"?"),
                script("expect fun")
                        .says(
                                "10:8+3 \"fun\" is not known here => one of: interruption, rtt, stall, throughput, loss, registered,"
                                        + " binding, reply, STREAM intact, no"),
                script("expect interruption of voice 60ms")
                        .says("10:30+4 expected CMP, found \"60ms\" => CMP is < <= = >= or >"),
                script("expect interruption of voice == 60ms")
                        .says("10:30+2 \"==\" compares nothing => did you mean \"=\"?"),
                script("expect interruption of voice < 60")
                        .says(
                                "10:32+2 \"60\" has no unit => a number and its unit, us, ms, s, min or h, like 5ms, 1.5s or 2min"),
                script("expect interruption of voise < 60ms")
                        .says("10:24+5 unknown stream \"voise\" => did you mean \"voice\"?"),
                script("expect interruption of mn < 60ms")
                        .says("10:24+2 unknown stream \"mn\" => streams in this script: voice, file, probe"),
                script("expect voice intact")
                        .says(
                                "10:8+5 \"voice\" is a udp stream, and \"intact\" is measured on tcp streams => name another stream,"
                                        + " or expect something else of this one"),
                script("expect rtt of voice < 60ms")
                        .says(
                                "10:15+5 \"voice\" is a udp stream, and \"rtt\" is measured on ping streams => name another stream,"
                                        + " or expect something else of this one"),
                script("expect stall of probe < 1s")
                        .says(
                                "10:17+5 \"probe\" is a ping stream, and \"stall\" is measured on tcp streams => name another"
                                        + " stream, or expect something else of this one"),
                script("expect loss of file = 0")
                        .says(
                                "10:16+4 \"file\" is a tcp stream, and \"loss\" is measured on udp or ping streams => name another"
                                        + " stream, or expect something else of this one"),
                script("expect throughput of probe > 1Mbit/s")
                        .says(
                                "10:22+5 \"probe\" is a ping stream, and \"throughput\" is measured on tcp or udp streams => name"
                                        + " another stream, or expect something else of this one"),
                script("expect loss of voice < 1.5")
                        .says(
                                "10:24+3 \"1.5\" is neither a number of packets nor a percentage => like 0, or like 0.1%"),
                script("expect file intakt")
                        .says("10:13+6 expected \"intact\", found \"intakt\" => did you mean \"intact\"?"),
                script("expect file")
                        .says("10:8+4 \"file\" is not known here => one of: interruption, rtt, stall, throughput, loss,"
                                + " registered, binding, reply, STREAM intact, no"),
                script("expect no leaks").says("10:11+5 expected \"leak\", found \"leaks\" => did you mean \"leak\"?"),
                script("expect reply 256 from ha").says("10:14+3 256 is not within 0 to 255"),
                script("expect reply 131 from mn")
                        .says("10:23+2 \"mn\" is a mobile node, not a home agent => home agents in this script: ha"),
                script("expect binding of mn = mars")
                        .says("10:24+4 unknown network \"mars\" => networks in this script: home, cafe, lte"),
                script("expect binding of cn = cafe")
                        .says("10:19+2 \"cn\" is a host, not a mobile node => mobile nodes in this script: mn"),
                script("expect file intact after each mov")
                        .says("10:31+3 expected \"move\", found \"mov\" => did you mean \"move\"?"),
                script("expect file intact atfer each move")
                        .says("10:20+5 unexpected \"atfer\" => did you mean \"after\"?"),
                script("expect file intact during moves")
                        .says(
                                "10:20+6 unexpected \"during\" => the line ends before it, or goes on with: after, outside, at, p95"),
                script("expect file intact after move at 5s").says("10:34+2 no move at 5s => there are moves at 1h"),
                script("expect registered within 100ms outside moves")
                        .says(
                                "10:32+7 \"registered within\" counts from a move => write: after each move, or: after move at TIME"),
                script("warn registered within 100ms at end")
                        .says(
                                "10:30+2 \"registered within\" counts from a move => write: after each move, or: after move at TIME"));
    }

    @ParameterizedTest
    @MethodSource({"actions", "expectations"})
    void eachMistakeIsToldWithItsPlaceAndAHint(Case each) {
        assertThat(each.errors()).isNotEmpty();
        assertThat(Scripts.errorsIn(each.script().toArray(String[]::new))).isEqualTo(each.errors());
    }

    static List<Case> whole() {
        return List.of(
                script("at 1s stop", "at 2s note \"late\"")
                        .says(
                                "11:1+17 the scenario has stopped by then (line 10) => \"at TIME stop\" is the last action"),
                script("at 1s stop", "at 2s stop")
                        .says(
                                "11:1+10 the scenario has stopped by then (line 10) => \"at TIME stop\" is the last action"),
                script("at 2s stop", "expect registered within 100ms")
                        .says(
                                "11:1+30 \"registered within\" counts from a move, and nothing moves in this script => add a line"
                                        + " like: at 5s move NODE to NET"),
                script("at 2s stop", "expect file intact after each move")
                        .says(
                                "11:20+5 \"after each move\", and nothing moves in this script => add a line like: at 5s move NODE"
                                        + " to NET"),
                script("at 2s stop", "expect file intact after move at 1s")
                        .says("11:34+2 no move at 1s => nothing moves in this script"));
    }

    @ParameterizedTest
    @MethodSource("whole")
    void theEndAndTheMovesAreHeldAgainstTheRest(Case each) {
        assertThat(Scripts.errors(Scripts.BASE + String.join("\n", each.script()) + "\n"))
                .isEqualTo(each.errors());
    }
}
