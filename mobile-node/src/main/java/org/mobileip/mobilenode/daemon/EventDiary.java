package org.mobileip.mobilenode.daemon;

import java.time.InstantSource;
import org.apache.logging.log4j.Level;
import org.mobileip.control.EventStrip;

/** Keeps the last lines that a person may want to read, beside writing them where they belong. */
final class EventDiary implements Diary {

    private static final String GAP = "{}";

    private final Diary diary;
    private final InstantSource timeOfDay;
    private final EventStrip events = new EventStrip();

    EventDiary(Diary diary, InstantSource timeOfDay) {
        this.diary = diary;
        this.timeOfDay = timeOfDay;
    }

    @Override
    public void write(Level level, String pattern, Object... values) {
        diary.write(level, pattern, values);
        if (level.isMoreSpecificThan(Level.INFO)) {
            events.add(timeOfDay.instant(), filled(pattern, values));
        }
    }

    private static String filled(String pattern, Object... values) {
        StringBuilder line = new StringBuilder();
        int from = 0;
        for (Object value : values) {
            int at = pattern.indexOf(GAP, from);
            if (at < 0) {
                break;
            }
            line.append(pattern, from, at).append(value);
            from = at + GAP.length();
        }
        return line.append(pattern, from, pattern.length()).toString();
    }

    EventStrip events() {
        return events;
    }
}
