package org.mobileip.scenarios.language;

import java.util.List;
import java.util.Optional;
import org.mobileip.config.Place;

/** A value in a JSON file, and where it stands. */
sealed interface JsonValue {

    Place place();

    /** What it is, for messages: {@code a string}. */
    String kind();

    /** A string. */
    record Text(Place place, String text) implements JsonValue {
        @Override
        public String kind() {
            return "a string";
        }
    }

    /**
     * A number.
     *
     * @param written as the file writes it
     */
    record Numeral(Place place, String written) implements JsonValue {
        @Override
        public String kind() {
            return "a number";
        }
    }

    /** True or false. */
    record Truth(Place place, boolean isTrue) implements JsonValue {
        @Override
        public String kind() {
            return isTrue ? "true" : "false";
        }
    }

    /** Null. */
    record Nothing(Place place) implements JsonValue {
        @Override
        public String kind() {
            return "null";
        }
    }

    /** A list. */
    record Many(Place place, List<JsonValue> values) implements JsonValue {
        public Many {
            values = List.copyOf(values);
        }

        @Override
        public String kind() {
            return "a list";
        }
    }

    /** An object; its members in their order, each name once. */
    record Thing(Place place, List<Member> members) implements JsonValue {
        public Thing {
            members = List.copyOf(members);
        }

        @Override
        public String kind() {
            return "an object";
        }

        Optional<Member> member(String name) {
            return members.stream().filter(each -> each.name().equals(name)).findFirst();
        }
    }

    /** A member of an object; {@code place} is that of its name. */
    record Member(Place place, String name, JsonValue value) {}
}
