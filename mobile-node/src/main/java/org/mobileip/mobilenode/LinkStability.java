package org.mobileip.mobilenode;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.mobileip.time.Deadlines;
import org.mobileip.time.Tick;

/**
 * Which links keep going away. One that was lost three times within a minute is held down: others are preferred until it
 * has stayed for a while without a break. Where there is no other it is used at once.
 */
final class LinkStability {

    private static final int MANY = 3;
    private static final Duration WITHIN = Duration.ofMinutes(1);

    private final Supplier<Duration> holdDown;
    private final Map<Integer, Deque<Tick>> losses = new HashMap<>();
    private final Set<Integer> held = new HashSet<>();
    private final Deadlines<Integer> releases = new Deadlines<>();

    /** {@code holdDown} is how long a link must have stayed; zero: none is held down. */
    LinkStability(Supplier<Duration> holdDown) {
        this.holdDown = holdDown;
    }

    void lost(Tick now, int link) {
        Deque<Tick> before = losses.computeIfAbsent(link, first -> new ArrayDeque<>());
        before.removeIf(each -> each.plus(WITHIN).hasCome(now));
        before.addLast(now);
        if (before.size() > MANY) {
            before.removeFirst();
        }
        releases.clear(link);
        if (before.size() == MANY && !holdDown.get().isZero()) {
            held.add(link);
        }
    }

    void running(Tick now, int link) {
        if (held.contains(link)) {
            releases.set(link, now.plus(holdDown.get()));
        }
    }

    /** The interface is no more: one of its name that comes again is another link. */
    void gone(int link) {
        losses.remove(link);
        held.remove(link);
        releases.clear(link);
    }

    /** Those that are not preferred. */
    Set<Integer> held() {
        return held;
    }

    Tick nextDeadline() {
        return releases.next();
    }

    /** Those that have stayed for long enough are as good as any. */
    void deadline(Tick now) {
        for (int link : releases.takeDue(now)) {
            held.remove(link);
            losses.remove(link);
        }
    }
}
