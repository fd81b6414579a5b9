package org.mobileip.scenarios.language;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mobileip.config.Place;
import org.mobileip.config.Problems;
import org.mobileip.config.SourceFile;

/** Reads a JSON file into values that know their places. */
final class JsonTree {

    private static final JsonFactory FACTORY = new JsonFactory();

    private final SourceFile source;
    private final Problems problems;
    private final String text;
    private final Cursor cursor;
    private final JsonParser parser;

    private JsonTree(SourceFile source, String text, Problems problems) throws IOException {
        this.source = source;
        this.problems = problems;
        this.text = text;
        this.cursor = new Cursor(text);
        this.parser = FACTORY.createParser(text);
    }

    /** The object that {@code text} is; empty where it is none, which was reported. */
    static Optional<JsonValue.Thing> read(SourceFile source, String text, Problems problems) {
        String visible = text.startsWith("\ufeff") ? text.substring(1) : text;
        try {
            return new JsonTree(source, visible, problems).document();
        } catch (JsonProcessingException broken) {
            problems.error(
                    placeOf(source, visible, broken.getLocation()),
                    "this is not JSON: " + broken.getOriginalMessage().replaceAll("\\s+", " "));
        } catch (IOException neverOfAString) {
            throw new AssertionError(neverOfAString);
        }
        return Optional.empty();
    }

    private static Place placeOf(SourceFile source, String text, JsonLocation location) {
        long offset = location == null ? 0 : location.getCharOffset();
        return new Cursor(text).place(source, Math.max(0, Math.min(offset, text.length())), 1);
    }

    private Optional<JsonValue.Thing> document() throws IOException {
        JsonToken first = parser.nextToken();
        if (first == null) {
            problems.error(source.start(), "there is nothing in this file", "scenarios show first-handover --json");
            return Optional.empty();
        }
        JsonValue value = value(first);
        JsonToken more = parser.nextToken();
        if (more != null) {
            problems.error(here(), "there is more behind the end of the JSON object", "one scenario a file");
        } else if (value instanceof JsonValue.Thing thing) {
            return Optional.of(thing);
        } else {
            problems.error(value.place(), "expected an object, found " + value.kind());
        }
        return Optional.empty();
    }

    private JsonValue value(JsonToken token) throws IOException {
        return switch (token) {
            case START_OBJECT -> thing();
            case START_ARRAY -> many();
            case VALUE_STRING -> text();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new JsonValue.Numeral(here(), parser.getText());
            case VALUE_TRUE, VALUE_FALSE -> new JsonValue.Truth(here(), token == JsonToken.VALUE_TRUE);
            case VALUE_NULL -> new JsonValue.Nothing(here());
            default -> throw new AssertionError(token);
        };
    }

    private JsonValue text() throws IOException {
        return new JsonValue.Text(here(), parser.getText());
    }

    private JsonValue many() throws IOException {
        Place place = here();
        List<JsonValue> values = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            values.add(value(token));
        }
        return new JsonValue.Many(place, values);
    }

    private JsonValue thing() throws IOException {
        Place place = here();
        Map<String, Integer> lines = new HashMap<>();
        List<JsonValue.Member> members = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            Place named = here();
            JsonValue value = value(parser.nextToken());
            Integer before = lines.putIfAbsent(name, named.line());
            if (before == null) {
                members.add(new JsonValue.Member(named, name, value));
            } else {
                problems.error(named, "\"" + Token.shortened(name) + "\" is there already (line " + before + ")");
            }
        }
        return new JsonValue.Thing(place, members);
    }

    /** The token that was read last; an opening bracket is one character. */
    private Place here() throws IOException {
        int from = (int) parser.currentTokenLocation().getCharOffset();
        JsonToken token = parser.currentToken();
        boolean isText = token == JsonToken.FIELD_NAME || token == JsonToken.VALUE_STRING;
        int length = isText ? lengthOfText(from) : token.isScalarValue() ? parser.getTextLength() : 1;
        return cursor.place(source, from, length);
    }

    /** With its quotes; the parser has seen that both are there. */
    private int lengthOfText(int from) {
        int at = from + 1;
        while (at < text.length() && text.charAt(at) != '"') {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        return at + 1 - from;
    }

    /** Turns offsets, which only grow, into lines and columns of whole characters. */
    private static final class Cursor {

        private final String text;
        private int at;
        private int line = 1;
        private int column = 1;

        Cursor(String text) {
            this.text = text;
        }

        Place place(SourceFile source, long offset, int halves) {
            while (at < offset && at < text.length()) {
                int point = text.codePointAt(at);
                boolean ends = point == '\n';
                line += ends ? 1 : 0;
                column = ends ? 1 : column + 1;
                at += Character.charCount(point);
            }
            int end = Math.min(text.length(), at + halves);
            return new Place(source, line, column, Math.max(1, text.codePointCount(at, end)));
        }
    }
}
