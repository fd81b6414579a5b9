package org.mobileip.scenarios.language;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes one line by its shape, with what the script has written in the places of the match. */
final class JsonWriter {

    private final Match match;
    private final List<Token> written;
    private final Map<String, Object> members = new LinkedHashMap<>();
    private final List<Token> words;

    JsonWriter(Match match, List<Token> written) {
        this.match = match;
        this.written = written;
        this.words = new ArrayList<>(written);
    }

    /** What was written. */
    Map<String, Object> members() {
        return members;
    }

    /** What is no value and has a setting in it. */
    List<Token> settingsForWords() {
        return words.stream().filter(token -> token.text().contains("$")).toList();
    }

    void write(Shape shape) {
        shape.parts().forEach(this::write);
    }

    private void write(Shape.Part part) {
        if (part instanceof Shape.Together together) {
            together.parts().forEach(this::write);
        } else if (part instanceof Shape.One one) {
            one.parts().forEach(this::write);
        } else if (part instanceof Shape.AnyOrder any) {
            any.values().stream()
                    .filter(value -> match.has(value.slot()))
                    .sorted(Comparator.comparingInt(value -> match.index(value.slot())))
                    .forEach(this::write);
        } else if (part instanceof Shape.Variants variants) {
            variants(variants);
        } else if (!(part instanceof Shape.Said)) {
            writeMember(part);
        }
    }

    private void writeMember(Shape.Part part) {
        if (part instanceof Shape.Value value) {
            value(value.slot()).ifPresent(it -> members.put(value.member(), it));
        } else if (part instanceof Shape.Values values) {
            List<Object> all = match.indexes(values.slot()).stream()
                    .map(index -> value(take(index), values.slot().kind()))
                    .toList();
            if (!all.isEmpty()) {
                members.put(values.member(), all);
            }
        } else if (part instanceof Shape.Flag flag) {
            putIf(match.has(flag.word()), flag.member(), true);
        } else if (part instanceof Shape.Either either) {
            putIf(match.has(either.whenTrue()), either.member(), true);
        } else if (part instanceof Shape.Choice choice) {
            choice.words().stream()
                    .filter(match::has)
                    .findFirst()
                    .ifPresent(word -> members.put(choice.member(), word.text()));
        } else if (part instanceof Shape.Signed signed) {
            int index = match.index(signed.slot());
            members.put(signed.member(), take(index - 1).text() + take(index).text());
        } else if (part instanceof Shape.Rest rest) {
            rest(rest);
        } else {
            throw new AssertionError(part);
        }
    }

    private void putIf(boolean wanted, String member, Object value) {
        if (wanted) {
            members.put(member, value);
        }
    }

    private Optional<Object> value(Form.Slot<?> slot) {
        return match.has(slot) ? Optional.of(value(take(match.index(slot)), slot.kind())) : Optional.empty();
    }

    /** The token there, which is a value. */
    private Token take(int index) {
        Token token = written.get(index);
        words.remove(token);
        return token;
    }

    private void rest(Shape.Rest rest) {
        if (match.has(rest.form())) {
            List<String> said = new ArrayList<>();
            for (int i = match.index(rest.form()); i < written.size(); i++) {
                said.add(take(i).text());
            }
            members.put(rest.member(), String.join(" ", said));
        }
    }

    private void variants(Shape.Variants variants) {
        Map.Entry<String, Shape.Variant> chosen = variants.named().entrySet().stream()
                .filter(each -> each.getValue().applies().test(match))
                .findFirst()
                .orElseThrow(() -> new AssertionError("a line of no known kind"));
        members.put(variants.member(), chosen.getKey());
        write(chosen.getValue().shape());
    }

    /** A number where the language has one and one is written. */
    static Object value(Token token, Kind<?> kind) {
        boolean isNumber = kind.type() == Integer.class && token.text().matches("0|[1-9][0-9]{0,8}");
        return isNumber ? (Object) Integer.valueOf(token.text()) : token.text();
    }
}
