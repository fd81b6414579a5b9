package org.mobileip.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mobileip.config.HomeAgentConfig.Pool;
import org.mobileip.net.Ipv4;

/** Reads {@code [[pool]]}: ranges of home addresses for nodes known by their NAI. */
final class PoolReader {

    private record Range(Ipv4 first, Ipv4 last) {
        boolean overlaps(Range other) {
            return first.compareTo(other.last) <= 0 && other.first.compareTo(last) <= 0;
        }
    }

    private final HomeNetwork home;
    private final List<Pool> pools = new ArrayList<>();
    private final Map<String, Place> names = new HashMap<>();
    private final Map<Range, Place> ranges = new HashMap<>();

    PoolReader(HomeNetwork home) {
        this.home = home;
    }

    void read(List<TableReader> tables) {
        tables.forEach(this::read);
    }

    /** The pools in the order of the file. */
    List<Pool> all() {
        return pools;
    }

    /** The names that a node may give, in alphabetical order. */
    List<String> names() {
        return names.keySet().stream().sorted().toList();
    }

    private void read(TableReader table) {
        Optional<String> name = table.required("name", Values::name);
        Optional<Range> range = table.required("range", this::range);
        table.reportUnknownKeys();
        name.ifPresent(known -> Duplicates.check(table, "name", "pool \"" + known + "\"", names, known));
        range.ifPresent(known -> refuseOverlap(table, known));
        if (name.isPresent() && range.isPresent()) {
            pools.add(new Pool(name.get(), range.get().first(), range.get().last()));
        }
    }

    private Range range(Object raw) throws BadValue {
        String[] ends = Values.text(raw).split("-", -1);
        if (ends.length != 2) {
            throw new BadValue("\"" + raw + "\" is not a range of addresses", "write it like 10.10.0.100-10.10.0.199");
        }
        Range range = new Range(Values.hostAddress(ends[0].strip()), Values.hostAddress(ends[1].strip()));
        if (range.first().compareTo(range.last()) > 0) {
            throw new BadValue("the range ends before it begins", "write " + range.last() + "-" + range.first());
        }
        if (home.network().isPresent()) {
            for (Ipv4 end : List.of(range.first(), range.last())) {
                home.refuseUnlessFree(end);
            }
        }
        return range;
    }

    private void refuseOverlap(TableReader table, Range range) {
        Place place = table.placeOf("range");
        ranges.entrySet().stream()
                .filter(other -> other.getKey().overlaps(range))
                .min(java.util.Comparator.comparingInt(other -> other.getValue().line()))
                .ifPresent(other -> table.report(
                        place,
                        new BadValue("the range overlaps the one on line "
                                + other.getValue().line())));
        ranges.putIfAbsent(range, place);
    }
}
