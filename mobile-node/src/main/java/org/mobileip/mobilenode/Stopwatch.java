package org.mobileip.mobilenode;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.mobileip.time.Tick;

/** Where the time of a handover goes. */
final class Stopwatch {

    /** A link that has been up for longer than this says nothing about when a handover began. */
    private static final Duration FRESH = Duration.ofSeconds(10);

    private record Loss(Attachment from, Trigger trigger, Tick at) {}

    private record Decision(
            Attachment from, Attachment to, Trigger trigger, Duration detect, Duration address, Tick at) {}

    private final Map<Integer, Tick> runningSince = new HashMap<>();
    private Optional<Loss> loss = Optional.empty();
    private Optional<Decision> decision = Optional.empty();
    private Optional<Handover> last = Optional.empty();

    void linkRunning(Tick now, int link) {
        runningSince.put(link, now);
    }

    /** When a link that is not running came up is of no account. */
    void linkLost(int link) {
        runningSince.remove(link);
    }

    /** There is no link any more; a later one is its successor. */
    void lost(Tick now, Attachment from, Trigger trigger) {
        loss = Optional.of(loss.orElse(new Loss(from, trigger, now)));
        decision = Optional.empty();
    }

    /** From here on {@code to} is used. Returns why, which may be an earlier loss. */
    Trigger decided(Tick now, Attachment from, Attachment to, int link, Trigger trigger) {
        Tick running = runningSince.getOrDefault(link, now);
        Loss first = loss.orElse(new Loss(from, trigger, beginning(now, running, trigger)));
        Tick linkThere = running.isBefore(first.at()) ? first.at() : running;
        decision = Optional.of(new Decision(
                first.from(), to, first.trigger(), linkThere.since(first.at()), now.since(linkThere), now));
        loss = Optional.empty();
        return first.trigger();
    }

    private static Tick beginning(Tick now, Tick running, Trigger trigger) {
        boolean linkTells = trigger != Trigger.COMMAND && now.since(running).compareTo(FRESH) < 0;
        return linkTells && trigger != Trigger.LINK_LOST && trigger != Trigger.ADDRESS_LOST ? running : now;
    }

    /** The home agent has answered; the handover that was under way, if one was. */
    Optional<Handover> accepted(Tick now) {
        Optional<Handover> done = decision.map(made ->
                new Handover(made.from, made.to, made.trigger, made.detect, made.address, now.since(made.at), now));
        decision = Optional.empty();
        last = done.isPresent() ? done : last;
        return done;
    }

    Optional<Handover> last() {
        return last;
    }
}
