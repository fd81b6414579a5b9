package org.mobileip.scenarios.language;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.mobileip.config.Place;
import org.mobileip.config.Problems;
import org.mobileip.config.Suggestion;

/** Reads one object by its {@link Shape} into the tokens of the line that a script would have in its place. */
final class JsonLine {

    private final JsonValue.Thing thing;
    private final Problems problems;
    private final Set<String> known = new LinkedHashSet<>();
    private final List<List<Token>> cells = new ArrayList<>();
    private boolean isTogether;
    private boolean isWhole = true;

    private JsonLine(JsonValue.Thing thing, Problems problems) {
        this.thing = thing;
        this.problems = problems;
    }

    /**
     * The tokens of a line.
     *
     * @param cells tokens that stand together
     * @param isWhole whether there were no mistakes; those were reported
     */
    record Cells(List<List<Token>> cells, boolean isWhole) {

        List<Token> tokens() {
            return cells.stream().flatMap(List::stream).toList();
        }
    }

    static Cells read(JsonValue.Thing thing, Shape shape, Problems problems) {
        JsonLine line = new JsonLine(thing, problems);
        boolean isKnown = line.read(shape);
        if (isKnown) {
            line.refuseUnknown();
        }
        return new Cells(line.cells, line.isWhole);
    }

    /** False where it is not known which members there can be. */
    private boolean read(Shape shape) {
        boolean isKnown = true;
        for (Shape.Part part : shape.parts()) {
            isKnown &= read(part);
        }
        return isKnown;
    }

    private boolean read(Shape.Part part) {
        if (part instanceof Shape.Said said) {
            said.words().forEach(word -> add(word(word, thing.place())));
        } else if (part instanceof Shape.Value value) {
            value(value);
        } else if (part instanceof Shape.Values values) {
            values(values);
        } else if (part instanceof Shape.Flag flag) {
            truth(flag.member())
                    .filter(isTrue -> isTrue)
                    .ifPresent(yes -> add(word(flag.word().text(), at(flag.member()))));
        } else if (part instanceof Shape.Either either) {
            boolean isTrue = truth(either.member()).orElse(false);
            add(word((isTrue ? either.whenTrue() : either.whenFalse()).text(), at(either.member())));
        } else if (part instanceof Shape.Choice choice) {
            choice(choice);
        } else if (part instanceof Shape.Signed signed) {
            signed(signed);
        } else if (part instanceof Shape.Rest rest) {
            rest(rest);
        } else if (part instanceof Shape.Together together) {
            return together(together);
        } else if (part instanceof Shape.AnyOrder any) {
            anyOrder(any);
        } else if (part instanceof Shape.One one) {
            one(one);
        } else if (part instanceof Shape.Variants variants) {
            return variants(variants);
        } else {
            throw new AssertionError(part);
        }
        return true;
    }

    private boolean together(Shape.Together together) {
        cells.add(new ArrayList<>());
        isTogether = true;
        boolean isKnown = read(new Shape(together.parts()));
        isTogether = false;
        return isKnown;
    }

    private void add(Token... tokens) {
        if (isTogether) {
            cells.get(cells.size() - 1).addAll(List.of(tokens));
        } else {
            cells.add(new ArrayList<>(List.of(tokens)));
        }
    }

    private static Token word(String text, Place place) {
        return new Token(Tokenizer.SIGNS.contains(text) ? Token.Kind.SIGN : Token.Kind.WORD, text, place);
    }

    private Optional<JsonValue> member(String name) {
        known.add(name);
        return thing.member(name).map(JsonValue.Member::value);
    }

    private Place at(String member) {
        return thing.member(member).map(JsonValue.Member::place).orElse(thing.place());
    }

    private void value(Shape.Value value) {
        Optional<JsonValue> given = member(value.member());
        if (given.isEmpty() && value.isRequired()) {
            missing(value.member(), value.slot().kind().about());
        }
        given.flatMap(it -> token(it, value.slot().kind()))
                .ifPresent(token -> add(behind(value.before(), value.member(), token)));
    }

    private Token[] behind(String before, String member, Token token) {
        return before.isEmpty() ? new Token[] {token} : new Token[] {word(before, at(member)), token};
    }

    private void values(Shape.Values values) {
        Optional<JsonValue> given = member(values.member());
        if (given.isPresent() && given.get() instanceof JsonValue.Many many) {
            many.values().forEach(each -> token(each, values.slot().kind())
                    .ifPresent(token -> add(behind(values.before(), values.member(), token))));
        } else if (given.isPresent()) {
            wrong(given.get(), "a list");
        }
    }

    private Optional<Boolean> truth(String member) {
        Optional<JsonValue> given = member(member);
        if (given.isPresent() && !(given.get() instanceof JsonValue.Truth)) {
            wrong(given.get(), "true or false");
        }
        return given.flatMap(
                it -> it instanceof JsonValue.Truth truth ? Optional.of(truth.isTrue()) : Optional.empty());
    }

    private void choice(Shape.Choice choice) {
        List<String> words = choice.words().stream().map(Form.Word::text).toList();
        Optional<JsonValue> given = member(choice.member());
        if (given.isEmpty()) {
            missing(choice.member(), "one of " + String.join(", ", words));
        } else if (given.get() instanceof JsonValue.Text text && words.contains(text.text())) {
            add(word(text.text(), text.place()));
        } else {
            unknownChoice(given.get(), words);
        }
    }

    private void unknownChoice(JsonValue given, List<String> words) {
        if (!(given instanceof JsonValue.Text text)) {
            wrong(given, "one of " + String.join(", ", words));
            return;
        }
        isWhole = false;
        problems.error(
                given.place(),
                "\"" + Token.shortened(text.text()) + "\" is not known here",
                Suggestion.closest(text.text(), words)
                        .map(meant -> "did you mean \"" + meant + "\"?")
                        .orElse("one of: " + String.join(", ", words)));
    }

    private void signed(Shape.Signed signed) {
        Optional<JsonValue> given = member(signed.member());
        if (given.isEmpty()) {
            missing(signed.member(), "a duration with its sign, like +2min or -2min");
        } else if (given.get() instanceof JsonValue.Text text && text.text().matches("[+-].*")) {
            Token sign = new Token(Token.Kind.SIGN, text.text().substring(0, 1), text.place());
            JsonValue rest = new JsonValue.Text(text.place(), text.text().substring(1));
            token(rest, signed.slot().kind()).ifPresent(token -> add(sign, token));
        } else {
            wrong(given.get(), "a duration with its sign, like +2min or -2min");
        }
    }

    private void rest(Shape.Rest rest) {
        Optional<JsonValue> given = member(rest.member());
        if (given.isPresent() && given.get() instanceof JsonValue.Text text) {
            if (isText(text)) {
                Token[] words = text.text()
                        .strip()
                        .lines()
                        .flatMap(line -> java.util.Arrays.stream(line.split("\\s+", -1)))
                        .map(each -> word(each, text.place()))
                        .toArray(Token[]::new);
                add(words);
            }
        } else if (given.isPresent()) {
            wrong(given.get(), rest.about());
        }
    }

    private void anyOrder(Shape.AnyOrder any) {
        any.values().forEach(value -> known.add(value.member()));
        thing.members().forEach(member -> any.values().stream()
                .filter(value -> value.member().equals(member.name()))
                .forEach(this::value));
    }

    private void one(Shape.One one) {
        List<String> members = one.parts().stream().map(JsonLine::memberOf).toList();
        List<String> given =
                members.stream().filter(name -> thing.member(name).isPresent()).toList();
        known.addAll(members);
        if (given.size() != 1) {
            isWhole = false;
            String all = String.join(", ", members);
            problems.error(
                    given.isEmpty() ? thing.place() : at(given.get(1)),
                    given.isEmpty() ? "one of " + all + " is missing" : "only one of " + all + " can be there");
            return;
        }
        one.parts().stream().filter(part -> memberOf(part).equals(given.get(0))).forEach(this::read);
    }

    private static String memberOf(Shape.Part part) {
        if (part instanceof Shape.Value value) {
            return value.member();
        } else if (part instanceof Shape.Choice choice) {
            return choice.member();
        }
        throw new AssertionError(part);
    }

    private boolean variants(Shape.Variants variants) {
        List<String> names = List.copyOf(variants.named().keySet());
        Optional<JsonValue> given = member(variants.member());
        Optional<Shape.Variant> variant = given.flatMap(it -> it instanceof JsonValue.Text text
                ? Optional.ofNullable(variants.named().get(text.text()))
                : Optional.empty());
        if (given.isEmpty()) {
            missing(variants.member(), "one of " + String.join(", ", names));
        } else if (variant.isEmpty()) {
            unknownChoice(given.get(), names);
        }
        return variant.map(it -> read(it.shape())).orElse(false);
    }

    /** A value as a script has it in its place. */
    private Optional<Token> token(JsonValue value, Kind<?> kind) {
        if (value instanceof JsonValue.Text text) {
            boolean isQuoted = kind.written() == Kind.Written.QUOTED;
            Token.Kind written = isQuoted
                    ? Token.Kind.TEXT
                    : kind.written() == Kind.Written.SIGN ? Token.Kind.SIGN : Token.Kind.WORD;
            return isText(text) ? Optional.of(new Token(written, text.text(), text.place())) : Optional.empty();
        } else if (value instanceof JsonValue.Numeral number && kind.written() != Kind.Written.SIGN) {
            return Optional.of(new Token(Token.Kind.WORD, number.written(), number.place()));
        }
        wrong(value, kind.symbol() + " (" + kind.about() + ")");
        return Optional.empty();
    }

    private boolean isText(JsonValue.Text text) {
        OptionalInt strange = text.text()
                .codePoints()
                .filter(point -> !Tokenizer.isInText(point))
                .findFirst();
        if (strange.isPresent()) {
            isWhole = false;
            String name = String.format("U+%04X", strange.getAsInt());
            problems.error(text.place(), "a character that is not text (" + name + ")");
        }
        return strange.isEmpty();
    }

    private void missing(String member, String about) {
        isWhole = false;
        problems.error(thing.place(), "\"" + member + "\" is missing", "it is " + about);
    }

    private void wrong(JsonValue value, String wanted) {
        isWhole = false;
        problems.error(value.place(), "expected " + wanted + ", found " + value.kind());
    }

    private void refuseUnknown() {
        for (JsonValue.Member member : thing.members()) {
            if (!known.contains(member.name())) {
                isWhole = false;
                problems.error(
                        member.place(),
                        "unknown member \"" + Token.shortened(member.name()) + "\"",
                        Suggestion.closest(member.name(), known)
                                .map(meant -> "did you mean \"" + meant + "\"?")
                                .orElse("there can be: " + known.stream().collect(Collectors.joining(", "))));
            }
        }
    }
}
