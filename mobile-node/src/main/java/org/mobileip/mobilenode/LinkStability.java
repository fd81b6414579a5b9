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
 * has stayed for a while without a break. Where there is no other it is used at once. A link is known by its interface's name: that of a
 * modem is another interface each time it dials, and still the same link.
 */
final class LinkStability {

    private static final int MANY = 3;
    private static final Duration WITHIN = Duration.ofMinutes(1);

    private final Supplier<Duration> holdDown;
    private final Map<String, Deque<Tick>> losses = new HashMap<>();
    private final Set<String> held = new HashSet<>();

    /** When nothing is held against a link any more. */
    private final Deadlines<String> releases = new Deadlines<>();

    /** {@code holdDown} is how long a link must have stayed; zero: none is held down. */
    LinkStability(Supplier<Duration> holdDown) {
        this.holdDown = holdDown;
    }

    void lost(Tick now, String link) {
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

    void running(Tick now, String link) {
        if (held.contains(link)) {
            releases.set(link, now.plus(holdDown.get()));
        }
    }

    /** The interface is no more, and may never come again. */
    void gone(Tick now, String link) {
        if (losses.containsKey(link)) {
            releases.set(link, now.plus(WITHIN));
        }
    }

    /** The names of those that are not preferred. */
    Set<String> held() {
        return held;
    }

    Tick nextDeadline() {
        return releases.next();
    }

    /** Those that have stayed for long enough, or have been gone for as long as losses count, are as good as any. */
    void deadline(Tick now) {
        for (String link : releases.takeDue(now)) {
            held.remove(link);
            losses.remove(link);
        }
    }
}
