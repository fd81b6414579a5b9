package org.mobileip.scenarios.language;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.mobileip.config.ConfigException;

/** Makes docs/scenario-language.md from the grammar. */
final class Reference {

    private static final int WIDTH = 110;

    private final StringBuilder page = new StringBuilder();

    private Reference() {}

    static String page() {
        Reference reference = new Reference();
        reference.write();
        return reference.page.toString();
    }

    private void write() {
        page.append("""
                # The scenario language

                A scenario says who is where, what flows, what happens when, and what is expected of it. One statement a line; `#`
                starts a comment. Time comes first, the expectation beside the action, and the report shows these very lines with
                a verdict.

                ```
                """);
        page.append(Scripts.CONTRACT);
        page.append("""
                ```

                `scenarios check FILE` lists everything that is wrong in a script, each thing with its place, and warns of what is
                unwise. `scenarios run FILE` plays it. `scenarios list` and `scenarios show NAME` lead through those that come with
                the program.

                This page is made from the grammar that the program reads scripts by; a test fails when the two differ.

                """);
        page.append(
                "## Statements\n\nThe order of lines is free, but for `at`: actions stand in the order in which they happen.\n\n");
        Grammar.statements().forEach(this::statement);
        actions();
        conditions();
        scopes();
        options("Options of a home agent", "home-agent", NodeOptions.HOME_AGENT);
        options("Options of a mobile node", "mobile", NodeOptions.MOBILE);
        values();
        measured();
        json();
    }

    private void statement(Statement statement) {
        page.append("### `")
                .append(statement.keyword())
                .append("`\n\n")
                .append(statement.about())
                .append("\n\n");
        code(folded(grammar(statement)), statement.example());
    }

    /** What has a chapter of its own is named and not written out. */
    private static String grammar(Statement statement) {
        return statement
                .form()
                .grammar()
                .replace(Actions.FORM.grammar(), "action")
                .replace(Conditions.FORM.grammar(), "condition")
                .replace(Scopes.FORM.grammar(), "scope");
    }

    private void actions() {
        page.append("## Actions\n\nWhat can stand behind `at TIME`.\n\n");
        for (Alternative<Action> each : Actions.ALL) {
            page.append("### `")
                    .append(each.name().equals("end") ? "stop" : each.name())
                    .append(each.name().equals("end") ? "` alone\n\n" : "`\n\n");
            page.append(each.about()).append("\n\n");
            code(folded(each.form().grammar()), lines("at 5s ", Sentences.of("at", each.form())));
        }
    }

    private void conditions() {
        page.append("## Conditions\n\nWhat can stand behind `expect` and `warn`.\n\n");
        for (Alternative<Condition> each : Conditions.ALL) {
            page.append("### `")
                    .append(each.name())
                    .append("`\n\n")
                    .append(each.about())
                    .append("\n\n");
            code(folded(each.form().grammar()), lines("expect ", Sentences.of("expect", each.form())));
        }
    }

    private void scopes() {
        page.append("## Scopes\n\nWhen a condition has to hold. Without one: over the whole run.\n\n");
        for (Alternative<Scope> each : Scopes.ALL) {
            String example = Sentences.of("expect", each.form()).get(0);
            page.append("- `")
                    .append(each.form().grammar().replace("\"", ""))
                    .append("`: ")
                    .append(each.about());
            page.append("\n  `expect interruption of voice < 60ms  ")
                    .append(example)
                    .append("`\n");
        }
        page.append('\n');
    }

    private void options(String heading, String keyword, List<NodeOption> options) {
        page.append("## ").append(heading).append("\n\n");
        page.append("Behind `")
                .append(keyword)
                .append("`, in any order. The words are the keys of the configuration file, with"
                        + " hyphens; JSON has them with underscores.\n\n");
        page.append("| option | value | what it is |\n|---|---|---|\n");
        for (NodeOption each : options) {
            Kind<String> kind = each.value().kind();
            page.append("| `")
                    .append(each.name())
                    .append("` | ")
                    .append(cell(kind.about()))
                    .append(" | ");
            page.append(cell(each.about())).append(" |\n");
        }
        page.append('\n');
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }

    private void values() {
        Map<String, String> kinds = new LinkedHashMap<>();
        for (Kind<?> kind : List.of(
                Kinds.NAME,
                Kinds.NET,
                Kinds.NODE,
                Kinds.STREAM,
                Kinds.STRING,
                Kinds.PREFIX,
                Kinds.IP,
                Kinds.DUR,
                Kinds.TIME,
                Kinds.PCT,
                Kinds.BPS,
                Kinds.CODE,
                Kinds.CMP,
                Kinds.KEY,
                Kinds.VALUE)) {
            kinds.put(kind.symbol(), kind.about());
        }
        kinds.put("N", "a whole number");
        page.append("## Values\n\n| in the grammar | what it is |\n|---|---|\n");
        kinds.forEach((symbol, about) -> page.append("| ")
                .append(symbol)
                .append(" | ")
                .append(cell(about))
                .append(" |\n"));
        page.append("""

                Units of time are `us`, `ms`, `s`, `min` and `h`; of rates `bit/s`, `kbit/s`, `Mbit/s` and `Gbit/s`, in steps of
                1000. A number and its unit stand together: `1.5s`. `$KEY` stands for the value of `set KEY` or `for KEY` anywhere,
                also within a word or a text; `${KEY}` says it plainly where letters follow, and `$$` is a dollar.

                A range makes many lines of one: `mobile mn{1..100}  home 10.10.0.{101..}` stands for a hundred mobile nodes. Each
                range of the line takes its next number for the next of them. `{10..90..20}` counts in steps; `{101..}` and
                `{1000..+20}` go on for as long as the others of their line. One line stands for at most 1000.

                """);
    }

    private void measured() {
        page.append("""
                ## What is measured

                - **interruption**: the longest time without a received packet that overlaps the move window, less the send
                  interval; the worse direction counts. Its resolution is the send interval: a limit finer than that is warned
                  about at `check`. After RFC 6412 and RFC 6413.
                - **move window**: from the action until the first packet by the new path, or 3 s.
                - **intact** (tcp): the same connection, no reset, every byte once and in order, hashes equal; the longest stall is
                  reported.
                - **no leak**: nothing is sent to an old care-of address after the reply that replaced it, beyond the overlap.
                - **loss**: packets that were sent and never received, both directions together.
                - **registered within**: from the action until the reply that accepts the registration arrives at the node.
                - **floor**: 1 ms to notice a link, and one round trip from the new network to the home agent; with an overlap that
                  outlasts it, by how much the new way is longer than the old one, or nothing where copies come by both. A
                  limit below it is warned about at `check`.

                """);
    }

    private void json() {
        page.append("""
                ## The same in JSON

                `scenarios show NAME --json` writes a scenario for other programs, and `check` and `run` take such files
                (`.json`). Values are written as in a script. `scenarios show --schema` prints the
                [JSON Schema](../scenarios/src/main/resources/org/mobileip/scenarios/scenario.schema.json). The script at the top
                of this page:

                ```json
                """);
        try {
            page.append(ScenarioJson.of(Scripts.scenario(Scripts.CONTRACT)));
        } catch (ConfigException impossible) {
            throw new AssertionError(impossible);
        }
        page.append("```\n");
    }

    private void code(String grammar, String examples) {
        page.append("```\n")
                .append(grammar)
                .append("\n```\n\nFor example:\n\n```\n")
                .append(examples)
                .append("\n```\n\n");
    }

    private static String lines(String before, List<String> sentences) {
        return sentences.stream().map(each -> before + each).collect(Collectors.joining("\n"));
    }

    /** Broken before a choice where a line gets long. */
    private static String folded(String grammar) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String piece : grammar.split("(?= \\| )", -1)) {
            if (line.length() + piece.length() > WIDTH) {
                lines.add(line.toString());
                line.setLength(0);
                line.append("   ");
            }
            line.append(piece);
        }
        lines.add(line.toString());
        return String.join("\n", lines);
    }
}
