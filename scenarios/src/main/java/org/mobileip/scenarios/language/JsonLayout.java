package org.mobileip.scenarios.language;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.mobileip.control.Json;

/** A member a line, and an object of a list a line. */
final class JsonLayout {

    private JsonLayout() {}

    static String of(Map<String, Object> document) {
        return document.entrySet().stream()
                .map(each -> "  " + member(each.getKey(), each.getValue()))
                .collect(Collectors.joining(",\n", "{\n", "\n}\n"));
    }

    private static String member(String name, Object value) {
        String compact = Json.write(Map.of(name, value));
        if (!(value instanceof List<?> list)) {
            return compact.substring(1, compact.length() - 1).replaceFirst(":", ": ");
        }
        return list.stream()
                .map(JsonLayout::thing)
                .collect(Collectors.joining(",\n    ", "\"" + name + "\": [\n    ", "\n  ]"));
    }

    private static String thing(Object value) {
        String compact = Json.write(Map.of("", value));
        return compact.substring(4, compact.length() - 1);
    }
}
