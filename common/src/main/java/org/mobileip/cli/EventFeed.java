package org.mobileip.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** What is new in the events of a daemon that is asked again and again. */
public final class EventFeed {

    /**
     * Something that has happened.
     *
     * @param at an instant, ISO 8601 in UTC
     * @param text one line
     */
    public record Event(long number, String at, String text) {}

    private OptionalLong seen = OptionalLong.empty();

    /**
     * The events in {@code status} since the last call, the oldest first; of the first call none. Where more have happened than the daemon
     * keeps, the first one says how many are not here. A daemon that was started anew counts from 1.
     */
    public List<Event> news(Map<String, Object> status) {
        List<Event> all = events(status);
        long newest = all.isEmpty() ? 0 : all.get(all.size() - 1).number;
        long before = seen.isPresent() && seen.getAsLong() > newest ? 0 : seen.orElse(newest);
        seen = OptionalLong.of(newest);
        List<Event> news = new ArrayList<>(
                all.stream().filter(event -> event.number > before).toList());
        if (!news.isEmpty() && news.get(0).number > before + 1) {
            Event first = news.get(0);
            news.add(
                    0,
                    new Event(before, first.at, (first.number - before - 1) + " events before this one were not seen"));
        }
        return news;
    }

    private static List<Event> events(Map<String, Object> status) {
        if (!(status.get("events") instanceof List<?> rows)) {
            return List.of();
        }
        List<Event> events = new ArrayList<>();
        for (Object row : rows) {
            if (row instanceof Map<?, ?> event && event.get("number") instanceof Number number) {
                events.add(new Event(
                        number.longValue(), String.valueOf(event.get("at")), String.valueOf(event.get("text"))));
            }
        }
        events.sort(Comparator.comparingLong(Event::number));
        return events;
    }
}
