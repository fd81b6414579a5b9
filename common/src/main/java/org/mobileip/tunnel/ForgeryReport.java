package org.mobileip.tunnel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mobileip.time.Tick;

/**
 * Packets that nobody who means well sends: they are dropped without a word to their sender, and counted. This says for people which
 * of them there were, once a minute at most, however many they are.
 */
public final class ForgeryReport {

    private static final Duration BETWEEN = Duration.ofMinutes(1);

    private static final Set<DropReason> FORGED = EnumSet.of(
            DropReason.OUTER_SOURCE_NOT_CARE_OF,
            DropReason.OUTER_SOURCE_NOT_HOME_AGENT,
            DropReason.OUTER_PORT_NOT_BOUND,
            DropReason.ENCAPSULATION_NOT_AGREED,
            DropReason.SOURCE_NOT_HOME,
            DropReason.DESTINATION_NOT_HOME,
            DropReason.NESTED_TUNNEL,
            DropReason.REGISTRATION_IN_TUNNEL,
            DropReason.GRE_KEY);

    private final Map<DropReason, Long> known = new HashMap<>();
    private Tick dueAt = new Tick(Long.MIN_VALUE);

    /**
     * What there is to tell.
     *
     * @param packets that were dropped for this reason since it was told last
     */
    public record Line(DropReason reason, long packets) {

        /** As it stands in a log. */
        @Override
        public String toString() {
            return "tunnel-forgeries reason=" + reason.word() + " packets=" + packets + " explain=forged";
        }
    }

    /** Whether {@link #look} has anything to say now; costs next to nothing. */
    public boolean isDue(Tick now) {
        return dueAt.hasCome(now);
    }

    /**
     * What was dropped since this was asked last.
     *
     * @param dropped by reason since the start, as {@code status} has it
     */
    public List<Line> look(Tick now, Map<String, Long> dropped) {
        dueAt = now.plus(BETWEEN);
        List<Line> lines = new ArrayList<>();
        for (DropReason reason : FORGED) {
            long count = dropped.getOrDefault(reason.word(), 0L);
            Long before = known.put(reason, count);
            long more = count - (before == null ? 0 : before);
            if (more > 0) {
                lines.add(new Line(reason, more));
            }
        }
        return lines;
    }
}
