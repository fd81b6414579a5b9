package org.mobileip.scenarios.language;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes the JSON Schema of {@code mobileip.scenario/1} from the shapes of the grammar. */
final class Schema {

    /** A setting may stand in the place of any value, or of a part of it. */
    private static final String OR_SETTING = "|.*\\$.*";

    private static final Map<String, String> PATTERNS = Map.of(
            "DUR", "[0-9]+(\\.[0-9]+)?(us|ms|s|min|h)",
            "TIME", "[0-9]+(\\.[0-9]+)?(us|ms|s|min|h)",
            "PCT", "[0-9]+(\\.[0-9]+)?%",
            "BPS", "[0-9]+(\\.[0-9]+)?[kMG]?bit/s",
            "N|PCT", "[0-9]+(\\.[0-9]+%|%)?",
            "IP", "[0-9]+(\\.[0-9]+){3}",
            "PREFIX", "[0-9]+(\\.[0-9]+){3}/[0-9]+",
            "SPI", "[0-9]+|0x[0-9a-fA-F]+");

    private static final List<String> NAMES = List.of("NAME", "NET", "NODE", "STREAM");

    private Schema() {}

    static Map<String, Object> document() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("schema", Map.of("const", ScenarioJson.SCHEMA));
        members.put("title", described(Kinds.STRING, text("")));
        members.put("repeat", map("type", List.of("integer", "string"), "description", "how often to run"));
        members.put(
                "settings", map("type", "object", "additionalProperties", map("type", List.of("string", "number"))));
        Map<String, Object> values =
                map("type", "array", "minItems", 1, "items", map("type", List.of("string", "number")));
        members.put("loops", map("type", "object", "additionalProperties", values));
        for (Grammar.Section section : Grammar.sections()) {
            String about = Grammar.statement(section.keyword()).orElseThrow().about();
            members.put(section.member(), map("description", about, "type", "array", "items", thing(section.shape())));
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        document.put("$id", "urn:mobileip:scenario:1");
        document.put("title", "A scenario");
        document.put(
                "description",
                "What a script says, as JSON: see docs/scenario-language.md. Values are written as in a script; $KEY stands for"
                        + " a setting.");
        document.put("type", "object");
        document.put("required", List.of("schema", "networks", "home_agents", "mobiles", "actions"));
        document.put("additionalProperties", false);
        document.put("properties", members);
        return document;
    }

    /** The schema of an object; one for each variant where a member tells which it is. */
    private static Map<String, Object> thing(Shape shape) {
        for (Shape.Part part : shape.parts()) {
            if (part instanceof Shape.Variants variants) {
                List<Map<String, Object>> all = new ArrayList<>();
                variants.named().forEach((name, variant) -> {
                    Properties properties = new Properties();
                    properties.member(variants.member(), map("const", name), true);
                    shape.parts().forEach(properties::add);
                    variant.shape().parts().forEach(properties::add);
                    Map<String, Object> one = map("description", variant.about());
                    one.putAll(properties.schema());
                    all.add(one);
                });
                return map("oneOf", all);
            }
        }
        Properties properties = new Properties();
        shape.parts().forEach(properties::add);
        return properties.schema();
    }

    private static final class Properties {
        private final Map<String, Object> members = new LinkedHashMap<>();
        private final List<String> required = new ArrayList<>();
        private final List<Map<String, Object>> oneOf = new ArrayList<>();

        void member(String name, Map<String, Object> schema, boolean isRequired) {
            members.put(name, schema);
            if (isRequired) {
                required.add(name);
            }
        }

        void add(Shape.Part part) {
            if (part instanceof Shape.Value value) {
                member(value.member(), of(value.slot().kind()), value.isRequired());
            } else if (part instanceof Shape.Values values) {
                member(
                        values.member(),
                        map("type", "array", "items", of(values.slot().kind())),
                        false);
            } else if (part instanceof Shape.Flag flag) {
                member(flag.member(), map("type", "boolean"), false);
            } else if (part instanceof Shape.Either either) {
                member(either.member(), map("type", "boolean", "default", false), false);
            } else if (part instanceof Shape.Choice choice) {
                member(
                        choice.member(),
                        map("enum", choice.words().stream().map(Form.Word::text).toList()),
                        true);
            } else if (part instanceof Shape.Signed signed) {
                member(signed.member(), text("[+-](" + PATTERNS.get("DUR") + OR_SETTING + ")"), true);
            } else if (part instanceof Shape.Rest rest) {
                String scopes = "after each move|after move at .+|outside moves|at end|p95 over runs";
                member(
                        rest.member(),
                        map(
                                "type",
                                "string",
                                "description",
                                rest.about(),
                                "pattern",
                                "^(" + scopes + OR_SETTING + ")$"),
                        false);
            } else if (part instanceof Shape.Together together) {
                together.parts().forEach(this::add);
            } else if (part instanceof Shape.AnyOrder any) {
                any.values().forEach(this::add);
            } else if (part instanceof Shape.One one) {
                one.parts().forEach(this::oneOf);
            } else if (!(part instanceof Shape.Said || part instanceof Shape.Variants)) {
                throw new AssertionError(part);
            }
        }

        private void oneOf(Shape.Part part) {
            int before = members.size();
            add(part);
            String name = List.copyOf(members.keySet()).get(before);
            required.remove(name);
            oneOf.add(map("required", List.of(name)));
        }

        Map<String, Object> schema() {
            Map<String, Object> schema =
                    map("type", "object", "required", required, "additionalProperties", false, "properties", members);
            if (!oneOf.isEmpty()) {
                schema.put("oneOf", oneOf);
            }
            return schema;
        }
    }

    private static Map<String, Object> of(Kind<?> kind) {
        String symbol = kind.symbol();
        if (symbol.equals("CMP")) {
            return map(
                    "enum",
                    Arrays.stream(Comparison.values()).map(Comparison::sign).toList());
        } else if (kind.type() == Integer.class) {
            return described(kind, map("type", List.of("integer", "string")));
        } else if (PATTERNS.containsKey(symbol)) {
            return described(
                    kind,
                    symbol.startsWith("N") || symbol.equals("SPI")
                            ? number(PATTERNS.get(symbol))
                            : text(PATTERNS.get(symbol)));
        } else if (NAMES.contains(symbol)) {
            return described(kind, text("[A-Za-z0-9_-]+"));
        } else if (symbol.matches("[a-z0-9-]+(\\|[a-z0-9-]+)+")) {
            return described(kind, text(symbol));
        }
        return described(kind, map("type", List.of("string", "integer")));
    }

    private static Map<String, Object> number(String pattern) {
        Map<String, Object> schema = text(pattern);
        schema.put("type", List.of("string", "integer"));
        return schema;
    }

    private static Map<String, Object> text(String pattern) {
        return pattern.isEmpty()
                ? map("type", "string")
                : map("type", "string", "pattern", "^(" + pattern + OR_SETTING + ")$");
    }

    private static Map<String, Object> described(Kind<?> kind, Map<String, Object> schema) {
        Map<String, Object> described = map("description", kind.about());
        described.putAll(schema);
        return described;
    }

    private static Map<String, Object> map(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(String.valueOf(pairs[i]), pairs[i + 1]);
        }
        return map;
    }
}
