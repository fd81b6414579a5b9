package org.mobileip.scenarios.language;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.mobileip.config.ConfigException;
import org.mobileip.config.Place;
import org.mobileip.config.Problems;
import org.mobileip.config.SourceFile;
import org.mobileip.config.Suggestion;

/**
 * Reads the JSON form of a script. It becomes the lines that a script would have in its place, whose tokens stand where the
 * JSON has them: what is wrong with the one is wrong with the other, and is told in the same words.
 */
final class JsonScript {

    static final String SCHEMA = "mobileip.scenario/1";

    /** What the names of JSON files end in. */
    static final String ENDING = ".json";

    private static final Pattern BARE = Pattern.compile("[A-Za-z0-9$][A-Za-z0-9$./%_:,-]*");

    private static final Set<String> SIMPLE = Set.of("schema", "title", "repeat", "settings", "loops");

    private final SourceFile source;
    private final Problems problems;
    private final List<Script.Sorted> lines = new ArrayList<>();
    private final List<Line> lost = new ArrayList<>();
    private final Columns layout = new Columns();

    private JsonScript(SourceFile source, Problems problems) {
        this.source = source;
        this.problems = problems;
    }

    /** Whether a file is in this form, by its name or its first character. */
    static boolean isOne(Path file, String text) {
        return file.toString().endsWith(ENDING) || text.stripLeading().startsWith("{");
    }

    /**
     * Reads {@code text}; what the scenario says is what the script in its place says.
     *
     * @throws ConfigException with every error, where it stands in the JSON
     */
    static ScenarioFile read(Path file, String name, String text, Map<String, String> overrides)
            throws ConfigException {
        SourceFile source = SourceFile.of(file, text);
        Problems problems = new Problems();
        JsonScript json = new JsonScript(source, problems);
        ScriptReader reader = new ScriptReader(name, source, text, problems, () -> json.script(text));
        ScenarioFile checked = reader.read(overrides);
        String script = json.layout.text();
        ScenarioFile sound = ScriptReader.ofText(
                        name, SourceFile.of(Path.of(name + ScenarioFile.ENDING), script), script)
                .read(overrides);
        return new ScenarioFile(sound.scenario(), sound.runs(), checked.warnings(), checked.uses());
    }

    private Script script(String text) {
        JsonTree.read(source, text, problems).ifPresent(this::read);
        boolean isTooLong = lines.size() > Script.MOST_LINES;
        return new Script(source, isTooLong ? List.of() : lines, lost);
    }

    private void read(JsonValue.Thing thing) {
        checkSchema(thing);
        thing.member("title").ifPresent(title -> simple("scenario", title));
        layout.block();
        thing.member("repeat").ifPresent(times -> simple("repeat", times));
        thing.member("settings").ifPresent(this::settings);
        thing.member("loops").ifPresent(this::loops);
        for (Grammar.Section section : Grammar.sections()) {
            if (section.beginsBlock()) {
                layout.block();
            }
            thing.member(section.member()).ifPresent(member -> section(section, member));
        }
        thing.members().forEach(this::refuseUnknown);
    }

    private void checkSchema(JsonValue.Thing thing) {
        Optional<JsonValue> schema = thing.member("schema").map(JsonValue.Member::value);
        boolean isOurs = schema.filter(
                        it -> it instanceof JsonValue.Text text && text.text().equals(SCHEMA))
                .isPresent();
        if (!isOurs) {
            problems.error(
                    schema.map(JsonValue::place).orElse(thing.place()),
                    schema.isPresent() ? "this is of another schema" : "\"schema\" is missing",
                    "a scenario has: \"schema\": \"" + SCHEMA + "\"");
        }
    }

    private void refuseUnknown(JsonValue.Member member) {
        List<String> known = new ArrayList<>(SIMPLE);
        Grammar.sections().forEach(each -> known.add(each.member()));
        if (!known.contains(member.name())) {
            java.util.Collections.sort(known);
            problems.error(
                    member.place(),
                    "unknown member \"" + Token.shortened(member.name()) + "\"",
                    Suggestion.closest(member.name(), known)
                            .map(meant -> "did you mean \"" + meant + "\"?")
                            .orElse("there can be: " + String.join(", ", known)));
        }
    }

    /** {@code scenario} and {@code repeat}: a word and a value. */
    private void simple(String keyword, JsonValue.Member member) {
        Statement statement = Grammar.statement(keyword).orElseThrow();
        Form.Slot<?> slot = (Form.Slot<?>) statement.form().parts().get(1);
        Shape shape = Shape.of(Shape.said(keyword), Shape.value(member.name(), slot));
        add(JsonLine.read(alone(member), shape, problems), member.place());
    }

    private void settings(JsonValue.Member settings) {
        if (!(settings.value() instanceof JsonValue.Thing thing)) {
            problems.error(
                    settings.value().place(),
                    "expected an object, found " + settings.value().kind());
            return;
        }
        for (JsonValue.Member each : thing.members()) {
            Shape shape = Shape.of(Shape.value(each.name(), SetStatement.VALUE));
            variable("set", each, JsonLine.read(alone(each), shape, problems));
        }
    }

    private void loops(JsonValue.Member loops) {
        if (!(loops.value() instanceof JsonValue.Thing thing)) {
            problems.error(
                    loops.value().place(),
                    "expected an object, found " + loops.value().kind());
            return;
        }
        for (JsonValue.Member each : thing.members()) {
            Shape shape =
                    Shape.of(Shape.together(Shape.said("in"), new Shape.Values(each.name(), "", ForStatement.VALUE)));
            variable("for", each, JsonLine.read(alone(each), shape, problems));
        }
    }

    private static JsonValue.Thing alone(JsonValue.Member member) {
        return new JsonValue.Thing(member.place(), List.of(member));
    }

    private void variable(String keyword, JsonValue.Member member, JsonLine.Cells values) {
        List<List<Token>> cells = new ArrayList<>();
        cells.add(List.of(word(keyword, member.place())));
        cells.add(List.of(word(member.name(), member.place())));
        cells.addAll(values.cells());
        add(new JsonLine.Cells(cells, values.isWhole()), member.place());
    }

    private static Token word(String text, Place place) {
        return new Token(Token.Kind.WORD, text, place);
    }

    private void section(Grammar.Section section, JsonValue.Member member) {
        if (!(member.value() instanceof JsonValue.Many many)) {
            problems.error(
                    member.value().place(),
                    "expected a list of objects, found " + member.value().kind());
            lost.add(new Line(source, member.place().line(), List.of(word(section.keyword(), member.place()))));
            return;
        }
        for (JsonValue each : many.values()) {
            if (problems.isFull() || lines.size() > Script.MOST_LINES) {
                return;
            }
            if (each instanceof JsonValue.Thing thing) {
                add(JsonLine.read(thing, section.shape(), problems), each.place());
            } else {
                problems.error(each.place(), "expected an object, found " + each.kind());
                lost.add(new Line(source, each.place().line(), List.of(word(section.keyword(), each.place()))));
            }
        }
    }

    private void add(JsonLine.Cells cells, Place place) {
        Line line = new Line(source, place.line(), cells.tokens());
        if (cells.isWhole()) {
            Statement statement = Grammar.statement(line.tokens().get(0).text()).orElseThrow();
            lines.add(new Script.Sorted(line, statement));
            layout.row(cells.cells().stream().map(JsonScript::written).toList());
            if (lines.size() > Script.MOST_LINES) {
                problems.error(place, "this scenario has more than " + Script.MOST_LINES + " lines");
            }
        } else {
            lost.add(line);
        }
    }

    private static String written(List<Token> cell) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < cell.size(); i++) {
            boolean isSigned =
                    i > 0 && List.of("+", "-").contains(cell.get(i - 1).text());
            text.append(i == 0 || isSigned ? "" : " ").append(written(cell.get(i)));
        }
        return text.toString();
    }

    private static String written(Token token) {
        boolean isBare = token.kind() == Token.Kind.SIGN
                || (token.kind() == Token.Kind.WORD
                        && BARE.matcher(token.text()).matches());
        return isBare ? token.text() : token.inQuotes();
    }
}
