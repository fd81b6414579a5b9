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

    private Json() {}

    /** One line, without a line end; nulls are written. */
    public static String write(Map<String, ?> document) {
        try {
            return COMPACT.asString(document);
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
