package org.mobileip.control;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.Map;

/** JSON documents to and from ordered maps. */
public final class Json {

    private static final JSON COMPACT = JSON.builder()
            .enable(JSON.Feature.WRITE_NULL_PROPERTIES)
            .enable(JSON.Feature.PRESERVE_FIELD_ORDERING)
            .build();

    private static final JSON INDENTED = COMPACT.with(JSON.Feature.PRETTY_PRINT_OUTPUT);

    private Json() {}

    /** One line, without a line end; nulls are written. */
    public static String write(Map<String, ?> document) {
        return write(COMPACT, document);
    }

    /** Many lines, for people to read; without a line end; nulls are written. */
    public static String writeIndented(Map<String, ?> document) {
        return write(INDENTED, document);
    }

    private static String write(JSON style, Map<String, ?> document) {
        try {
            return style.asString(document);
        } catch (IOException neverFromMapsInMemory) {
            throw new AssertionError(neverFromMapsInMemory);
        }
    }

    /**
     * Reads one JSON object, its fields in their order.
     *
     * @throws IOException when {@code text} is anything else
     */
    public static Map<String, Object> parse(String text) throws IOException {
        return COMPACT.mapFrom(text);
    }
}
