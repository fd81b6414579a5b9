package org.mobileip.scenarios.language;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.mobileip.config.ConfigException;
import org.mobileip.config.Problems;
import org.mobileip.config.SourceFile;
import org.mobileip.scenarios.language.Scenario.Loop;
import org.mobileip.scenarios.language.Scenario.Setting;

/** From the text of a script to what it says, or to everything that is wrong with it. */
final class ScriptReader {

    private final String name;
    private final String text;
    private final SourceFile source;
    private final Problems problems;
    private final Supplier<Script> cutter;

    /**
     * A reader of one script.
     *
     * @param name of the scenario
     * @param text as it was read
     * @param problems get what is wrong
     * @param cutter cuts the text into lines
     */
    ScriptReader(String name, SourceFile source, String text, Problems problems, Supplier<Script> cutter) {
        this.name = name;
        this.text = text;
        this.source = source;
        this.problems = problems;
        this.cutter = cutter;
    }

    /** A reader of a script that is written as the language has it. */
    static ScriptReader ofText(String name, SourceFile source, String text) {
        Problems problems = new Problems();
        return new ScriptReader(name, source, text, problems, () -> Script.of(source, problems));
    }

    ScenarioFile read(Map<String, String> overrides) throws ConfigException {
        problems.announce(source);
        refuseIfBinary();
        Script script = cutter.get();
        if (script.lines().isEmpty()) {
            if (problems.found().isEmpty()) {
                String hint = "scenarios show first-handover prints one";
                problems.error(source.start(), "there is no statement in this file", hint);
            }
            throw new ConfigException(problems.found());
        }
        Settings settings = settings(script, overrides);
        List<Loop> loops = settings.loops();
        List<Map<String, String>> values = settings.runs(loops, script.lines().size());
        RunProblems runProblems = new RunProblems();
        List<Draft> drafts = new ArrayList<>();
        for (Map<String, String> each : values) {
            Problems own = new Problems();
            Draft draft = new RunReader(script, settings, each, own).read();
            if (own.found().isEmpty() && problems.found().isEmpty()) {
                Floors floors = new Floors(scenario(draft, name, List.of(), loops));
                new Warnings(draft, floors).check();
            }
            drafts.add(draft);
            runProblems.add(each, own);
        }
        runProblems.report(problems);
        problems.warningsUnlessErrors();
        return file(drafts, values, loops);
    }

    /** One error says more than a thousand about characters that nobody typed. */
    private void refuseIfBinary() throws ConfigException {
        int zero = text.indexOf('\0');
        if (zero >= 0) {
            int line = (int) text.substring(0, zero)
                            .chars()
                            .filter(each -> each == '\n')
                            .count()
                    + 1;
            problems.error(source.place(line, 1), "this is not a text: it has a character 0", "is this a scenario?");
            throw new ConfigException(problems.found());
        }
    }

    private Settings settings(Script script, Map<String, String> overrides) {
        Settings settings = new Settings(problems);
        for (Script.Sorted each : script.lines()) {
            if (each.statement() == Grammar.SET || each.statement() == Grammar.FOR) {
                settings.add(each.line(), each.statement());
            }
        }
        script.lost().forEach(line -> line.tokens().stream().skip(1).limit(1).forEach(settings::doubt));
        settings.override(overrides);
        return settings;
    }

    private ScenarioFile file(List<Draft> drafts, List<Map<String, String>> values, List<Loop> loops)
            throws ConfigException {
        Set<FeatureUse> uses = new LinkedHashSet<>();
        drafts.forEach(each -> uses.addAll(each.uses()));
        List<FeatureUse> sorted = new ArrayList<>(uses);
        sorted.sort(Comparator.<FeatureUse>comparingInt(use -> use.place().line())
                .thenComparingInt(use -> use.place().column()));
        Set<String> variables = loops.stream().map(Loop::variable).collect(Collectors.toSet());
        Draft first = drafts.get(0);
        List<Setting> constant = first.settings().stream()
                .filter(each -> !variables.contains(each.key()))
                .toList();
        Scenario scenario = scenario(first, title(first), constant, loops);
        List<Scenario> runs = new ArrayList<>();
        for (int i = 0; i < drafts.size() && !loops.isEmpty(); i++) {
            Draft draft = drafts.get(i);
            String title = title(draft) + suffix(values.get(i));
            String shown = title.substring(0, Math.min(title.length(), Kinds.LONGEST_TEXT));
            runs.add(scenario(draft, shown, draft.settings(), List.of()));
        }
        return new ScenarioFile(
                scenario, loops.isEmpty() ? List.of(scenario) : runs, problems.warningsUnlessErrors(), sorted);
    }

    private String title(Draft draft) {
        return draft.titles().isEmpty() ? name : draft.titles().get(0).thing();
    }

    /** The values of a run, but for those that the title uses itself. */
    private String suffix(Map<String, String> values) {
        String raw = source.lines().stream()
                .filter(line -> line.stripLeading().startsWith("scenario"))
                .findFirst()
                .orElse("");
        String said = values.entrySet().stream()
                .filter(each -> !raw.contains("$" + each.getKey()) && !raw.contains("${" + each.getKey() + "}"))
                .map(each -> each.getKey() + " = " + each.getValue())
                .collect(Collectors.joining(", "));
        return said.isEmpty() ? "" : " (" + said + ")";
    }

    private Scenario scenario(Draft draft, String title, List<Setting> settings, List<Loop> loops) {
        return new Scenario(
                name,
                title,
                text,
                settings,
                loops,
                draft.repeats().isEmpty()
                        ? OptionalInt.empty()
                        : OptionalInt.of(draft.repeats().get(0).thing()),
                Draft.things(draft.networks().values()),
                draft.homeAgentNodes(),
                Draft.things(draft.mobiles().values()),
                draft.hostNodes(),
                Draft.things(draft.streams().values()),
                draft.actions().stream().flatMap(each -> each.action().stream()).toList(),
                Draft.things(draft.expectations()));
    }
}
