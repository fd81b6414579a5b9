package org.mobileip.scenarios.language;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.mobileip.config.ConfigException;
import org.mobileip.config.Problems;
import org.mobileip.config.SourceFile;
import org.mobileip.scenarios.language.Scenario.Loop;

/**
 * Writes a scenario in its JSON form, {@code mobileip.scenario/1}: the statements of the script, with its settings and loops
 * as they are and without its comments. {@link ScenarioFile#parse} reads it as the same scenario.
 */
public final class ScenarioJson {

    /** The schema of the documents. */
    public static final String SCHEMA = JsonScript.SCHEMA;

    private final Problems problems = new Problems();
    private final SourceFile source;
    private final Map<String, Object> document = new LinkedHashMap<>();

    private ScenarioJson(Scenario scenario) {
        this.source = SourceFile.of(Path.of(scenario.name() + ScenarioFile.ENDING), scenario.source());
    }

    /**
     * The document, an object a line, with a line end.
     *
     * @throws ConfigException where a setting stands for a word of the language, and not for a value: JSON has no place for it
     */
    public static String of(Scenario scenario) throws ConfigException {
        ScenarioJson json = new ScenarioJson(scenario);
        json.write();
        json.problems.warningsUnlessErrors();
        return JsonLayout.of(json.document);
    }

    /** The JSON Schema (2020-12) of the documents. */
    public static String schema() {
        return BuiltIns.resource("/org/mobileip/scenarios/scenario.schema.json");
    }

    private void write() {
        Script script = Script.of(source, problems);
        Settings settings = new Settings(problems);
        script.lines().stream()
                .filter(each -> isVariable(each.statement()))
                .forEach(each -> settings.add(each.line(), each.statement()));
        Map<String, String> first = settings.loops().stream()
                .collect(Collectors.toMap(Loop::variable, loop -> loop.values().get(0)));
        Environment environment = new Environment(settings, first, problems);
        document.put("schema", SCHEMA);
        script.lines().forEach(each -> simple(each.line(), each.statement()));
        for (Grammar.Section section : Grammar.sections()) {
            List<Map<String, Object>> things = script.lines().stream()
                    .filter(each -> belongs(each.statement(), section))
                    .flatMap(each -> things(each.line(), each.statement(), environment, section.shape()).stream())
                    .toList();
            if (!things.isEmpty()) {
                document.put(section.member(), things);
            }
        }
    }

    private static boolean isVariable(Statement statement) {
        return statement == Grammar.SET || statement == Grammar.FOR;
    }

    /** {@code expect} and {@code warn} share a list. */
    private static boolean belongs(Statement statement, Grammar.Section section) {
        String keyword = statement instanceof ExpectStatement ? "expect" : statement.keyword();
        return keyword.equals(section.keyword());
    }

    private void simple(Line line, Statement statement) {
        List<Token> tokens = line.tokens();
        if (statement instanceof TitleStatement) {
            document.put("title", tokens.get(1).text());
        } else if (statement instanceof RepeatStatement) {
            document.put("repeat", JsonWriter.value(tokens.get(1), Kinds.integer("N", "", 1, Integer.MAX_VALUE)));
        } else if (statement == Grammar.SET) {
            members("settings").put(tokens.get(1).text(), tokens.get(2).text());
        } else if (statement == Grammar.FOR) {
            List<String> values = tokens.stream().skip(3).map(Token::text).toList();
            members("loops").put(tokens.get(1).text(), values);
        }
    }

    private Map<String, Object> members(String name) {
        Map<String, Object> members = new LinkedHashMap<>();
        if (document.get(name) instanceof Map<?, ?> before) {
            before.forEach((key, value) -> members.put(String.valueOf(key), value));
        }
        document.put(name, members);
        return members;
    }

    /** A line with ranges is written as the lines that it stands for, with its settings in place. */
    private List<Map<String, Object>> things(Line line, Statement statement, Environment environment, Shape shape) {
        List<Token> substituted = line.tokens().stream()
                .flatMap(token -> environment.substitute(token).stream())
                .toList();
        List<Line> meant = Ranges.expand(new Line(source, line.number(), substituted), problems);
        return meant.stream()
                .map(each -> thing(each, meant.size() == 1 ? line : each, statement, shape))
                .toList();
    }

    private Map<String, Object> thing(Line line, Line written, Statement statement, Shape shape) {
        Match match = Matcher.match(statement.form(), line, (place, unheard) -> {});
        JsonWriter writer = new JsonWriter(match, written.tokens());
        writer.write(shape);
        writer.settingsForWords()
                .forEach(token -> problems.error(
                        token.place(),
                        token.quoted() + " stands for a word of the language: JSON has no place for that",
                        "write the word itself"));
        return writer.members();
    }
}
