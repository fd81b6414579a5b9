package org.mobileip.scenarios.measure;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object that is being read. What is not there, or is of another kind, is an {@link IOException} that names it.
 *
 * @param path where in the document, for errors
 */
record Fields(String path, Map<?, ?> fields) {

    private static final double NANOS_PER_MILLI = 1e6;

    /** Reads one member of a list or a map. */
    interface Reader<T> {
        T read(Fields fields) throws IOException;
    }

    Fields object(String name) throws IOException {
        return object(name, fields.get(name));
    }

    private Fields object(String name, @Nullable Object value) throws IOException {
        if (value instanceof Map<?, ?> map) {
            return new Fields(path + name + ".", map);
        }
        throw wrong(name, "an object");
    }

    <T> List<T> list(String name, Reader<T> reader) throws IOException {
        if (!(fields.get(name) instanceof List<?> values)) {
            throw wrong(name, "a list");
        }
        List<T> list = new ArrayList<>();
        for (Object value : values) {
            list.add(reader.read(object(name + "[" + list.size() + "]", value)));
        }
        return list;
    }

    <T> Map<String, T> map(String name, Reader<T> reader) throws IOException {
        Fields members = object(name);
        Map<String, T> map = new LinkedHashMap<>();
        for (Object key : members.fields.keySet()) {
            map.put(key.toString(), reader.read(members.object(key.toString())));
        }
        return map;
    }

    List<String> words(String name) throws IOException {
        if (!(fields.get(name) instanceof List<?> values)) {
            throw wrong(name, "a list");
        }
        return values.stream().map(String::valueOf).toList();
    }

    String text(String name) throws IOException {
        return optionalText(name).orElseThrow(() -> wrong(name, "a text"));
    }

    Optional<String> optionalText(String name) {
        return Optional.ofNullable(fields.get(name))
                .filter(String.class::isInstance)
                .map(String.class::cast);
    }

    /** The texts of an object; none where there is no such object. */
    Map<String, String> optionalTexts(String name) {
        Map<String, String> texts = new LinkedHashMap<>();
        if (fields.get(name) instanceof Map<?, ?> members) {
            members.forEach((key, value) -> texts.put(String.valueOf(key), String.valueOf(value)));
        }
        return texts;
    }

    long number(String name) throws IOException {
        if (fields.get(name) instanceof Number number) {
            return number.longValue();
        }
        throw wrong(name, "a number");
    }

    boolean flag(String name) throws IOException {
        if (fields.get(name) instanceof Boolean flag) {
            return flag;
        }
        throw wrong(name, "true or false");
    }

    OptionalDouble optionalNumber(String name) {
        return fields.get(name) instanceof Number number
                ? OptionalDouble.of(number.doubleValue())
                : OptionalDouble.empty();
    }

    Duration millis(String name) throws IOException {
        return optionalMillis(name).orElseThrow(() -> wrong(name, "a number of milliseconds"));
    }

    Optional<Duration> optionalMillis(String name) {
        return fields.get(name) instanceof Number number
                ? Optional.of(Duration.ofNanos(Math.round(number.doubleValue() * NANOS_PER_MILLI)))
                : Optional.empty();
    }

    IOException wrong(String name, String what) {
        return new IOException(path + name + " is not " + what);
    }
}
