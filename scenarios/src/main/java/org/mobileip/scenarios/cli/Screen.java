package org.mobileip.scenarios.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mobileip.cli.Table;
import org.mobileip.scenarios.language.Scenario;
import org.mobileip.scenarios.measure.RunDirectory;
import org.mobileip.scenarios.measure.RunResult;
import org.mobileip.scenarios.measure.RunSummary;
import org.mobileip.scenarios.measure.Verdict;
import org.mobileip.scenarios.report.Report;

/** What a person sees of a played scenario: verdicts, why they were missed, the result, and where the files are. */
final class Screen {

    private static final String FILTER = "'mip || ip.proto == 4'";

    private final Ink ink;
    private final String world;
    private final RunOptions options;

    Screen(Ink ink, String world, RunOptions options) {
        this.ink = ink;
        this.world = world;
        this.options = options;
    }

    /** The very first line: where it is played, and why there. */
    String world(String why) {
        return "world " + world + " (" + why + ")" + (isSimulated() ? "; all figures are SIMULATED" : "") + "\n";
    }

    private boolean isSimulated() {
        return world.equals("sim");
    }

    /** The line above all others: what is played, and where. */
    String title(Scenario scenario) {
        String where = isSimulated() ? "SIMULATED · seed " + options.seed() : "world " + world;
        return ink.bold(scenario.title()) + "          " + where + " · "
                + Words.counted(options.runsOf(scenario), "run") + "\n";
    }

    /** All that is to be said when it is over. */
    String outcome(Played played) {
        StringBuilder text = new StringBuilder("\n");
        Optional<RunSummary> summary = played.summary();
        if (summary.isPresent()) {
            text.append(ink.bold("█ EXPECTATIONS"))
                    .append("  over ")
                    .append(Words.counted(summary.get().runs(), "run"));
            text.append('\n').append(ExpectationTable.of(summary.get(), ink)).append('\n');
            notes(text, Stream.concat(summary.get().warnings().stream(), notes(played)));
        } else if (!played.results().isEmpty()) {
            RunResult result = played.results().get(0);
            text.append(ink.bold("█ EXPECTATIONS")).append('\n');
            text.append(ExpectationTable.of(result.expectations(), ink)).append('\n');
            text.append(Why.of(result, ink));
            notes(text, notes(played));
        }
        return text.append(result(played)).toString();
    }

    private static Stream<String> notes(Played played) {
        return played.results().stream()
                .flatMap(result -> result.notes().stream())
                .distinct();
    }

    private void notes(StringBuilder text, Stream<String> notes) {
        String lines =
                notes.map(note -> "  " + ink.doubtful("!") + "  " + note + "\n").collect(Collectors.joining());
        text.append(lines).append(lines.isEmpty() ? "" : "\n");
    }

    private String result(Played played) {
        String word = played.passed() ? ink.good(played.word()) : ink.bad(played.word());
        StringBuilder text = new StringBuilder(ink.bold("█ RESULT"))
                .append("  ")
                .append(word)
                .append("  ")
                .append(count(played))
                .append("          ")
                .append(Words.seconds(played.took()))
                .append('\n');
        played.trouble().ifPresent(why -> text.append("   ").append(why).append('\n'));
        files(text, played);
        if (!played.passed()) {
            line(text, "again", again(played));
        }
        return text.append('\n').toString();
    }

    /** The command that plays the same again. */
    private String again(Played played) {
        StringBuilder command = new StringBuilder("scenarios run ").append(played.called());
        options.world().ifPresent(name -> command.append(" --world ").append(name));
        options.overrides()
                .forEach((key, value) ->
                        command.append(" --set ").append(key).append('=').append(value));
        return command.append(options.seed() == 1 ? "" : " --seed " + options.seed())
                .toString();
    }

    private static String count(Played played) {
        if (played.results().isEmpty()) {
            return "the run could not be carried out";
        }
        if (played.wanted() > 1) {
            long failed =
                    played.results().stream().filter(result -> !result.passed()).count();
            int runs = played.results().size();
            return failed == 0 ? Words.counted(runs, "run") : failed + " of " + Words.counted(runs, "run") + " failed";
        }
        RunResult result = played.results().get(0);
        long all = result.expectations().size();
        long missed = result.missed();
        long warned = result.expectations().stream()
                .filter(it -> !it.ok() && it.warnOnly())
                .count();
        String verdict =
                missed == 0 ? Words.counted(all, "check") : missed + " of " + Words.counted(all, "check") + " missed";
        return verdict + (warned == 0 ? "" : ", " + Words.counted(warned, "warning"));
    }

    private static void files(StringBuilder text, Played played) {
        Path directory = played.directory();
        if (Files.exists(Report.file(directory))) {
            line(text, "report", Report.file(directory).toString());
        }
        if (played.wanted() > 1) {
            line(text, "summary", directory.resolve("summary.json").toString());
            line(text, "runs", directory.resolve("run-…").toString());
            return;
        }
        RunDirectory files = new RunDirectory(directory);
        if (Files.exists(files.result())) {
            line(text, "result", files.result().toString());
        }
        if (Files.exists(files.capture())) {
            line(text, "packets", files.capture() + "   wireshark -r … -Y " + FILTER);
        }
        String logs = logs(directory);
        if (!logs.isEmpty()) {
            line(text, "logs", logs);
        }
    }

    private static String logs(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .sorted()
                    .map(Path::toString)
                    .collect(Collectors.joining("  "));
        } catch (IOException unreadable) {
            return "";
        }
    }

    private static void line(StringBuilder text, String what, String value) {
        text.append(String.format(java.util.Locale.ROOT, "   %-9s%s%n", what, value));
    }

    /** The last lines of a command that played several scenarios; empty for one. */
    String total(List<Played> all) {
        if (all.size() < 2) {
            return "";
        }
        Table table = new Table("RESULT", "SCENARIO", "CHECKS", "LONGEST INTERRUPTION", "TIME");
        all.forEach(played -> table.row(
                played.word(),
                played.scenario().title(),
                count(played),
                longestInterruption(played),
                Words.seconds(played.took())));
        long passed = all.stream().filter(Played::passed).count();
        return table + "\n" + passed + " of " + Words.counted(all.size(), "scenario") + " passed\n";
    }

    static String longestInterruption(Played played) {
        return played.results().stream()
                .flatMap(result -> result.moves().stream())
                .flatMap(move -> move.interruption().stream())
                .max(java.time.Duration::compareTo)
                .map(Words::millis)
                .orElse("-");
    }

    /** Every check that failed the run, as Markdown and JUnit tell it. */
    static String missed(Verdict verdict) {
        String remark = ExpectationTable.remark(verdict);
        return ExpectationTable.measured(verdict) + (remark.isEmpty() ? "" : ", " + remark);
    }
}
