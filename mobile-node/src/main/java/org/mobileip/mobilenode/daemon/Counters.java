package org.mobileip.mobilenode.daemon;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.mobileip.mobilenode.Effect;
import org.mobileip.wire.ReplyCode;

/** What was sent, answered and discarded since the start. */
final class Counters {

    private final Map<Effect.Reason, Long> discarded = new EnumMap<>(Effect.Reason.class);
    private final SortedMap<Integer, Long> denied = new TreeMap<>();
    private long requests;
    private long accepted;

    void requestSent() {
        requests++;
    }

    void replyAccepted() {
        accepted++;
    }

    void replyDenied(ReplyCode code) {
        denied.merge(code.value(), 1L, Long::sum);
    }

    void discarded(Effect.Reason why) {
        discarded.merge(why, 1L, Long::sum);
    }

    long requests() {
        return requests;
    }

    long accepted() {
        return accepted;
    }

    /** How often by reply code. */
    SortedMap<String, Long> denials() {
        SortedMap<String, Long> byCode = new TreeMap<>();
        denied.forEach((code, count) -> byCode.put(Integer.toString(code), count));
        return Collections.unmodifiableSortedMap(byCode);
    }

    /** How often by reason. */
    SortedMap<String, Long> discards() {
        SortedMap<String, Long> byReason = new TreeMap<>();
        discarded.forEach((reason, count) -> byReason.put(reason.label(), count));
        return Collections.unmodifiableSortedMap(byReason);
    }
}
