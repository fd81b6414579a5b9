package org.mobileip.control;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The last events of a daemon, numbered from 1 so that whoever asks again knows which are new. For one thread. */
public final class EventStrip {

    private static final int KEPT = 20;

    private final Deque<Map<String, Object>> events = new ArrayDeque<>();
    private long last;

    /** That has happened. */
    public void add(Instant at, String text) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("at", at.truncatedTo(ChronoUnit.MILLIS).toString());
        event.put("text", text);
        event.put("number", ++last);
        events.addFirst(event);
        if (events.size() > KEPT) {
            events.removeLast();
        }
    }

    /** The newest first, each with {@code at}, {@code text} and {@code number}. */
    public List<Map<String, Object>> newestFirst() {
        return List.copyOf(events);
    }
}
