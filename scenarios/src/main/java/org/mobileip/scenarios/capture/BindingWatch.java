package org.mobileip.scenarios.capture;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mobileip.net.Ipv4;
import org.mobileip.scenarios.measure.BindingSeen;
import org.mobileip.scenarios.measure.Leak;
import org.mobileip.wire.MalformedMessageException;
import org.mobileip.wire.MultipathExtension;
import org.mobileip.wire.RegistrationReply;
import org.mobileip.wire.RegistrationRequest;

/**
 * What the home agent has for one mobile node, by the replies that leave it, and whether it keeps to that. A binding begins
 * with the reply, since what comes before may be lost without anybody having been promised anything, and ends with the reply
 * that replaces it or with its lifetime (RFC 5944 §3.8.2.2).
 */
final class BindingWatch {

    private static final int MOST_LEAKS = 10_000;

    /** A home agent that has not answered by then does not: nobody waits for less before asking again (RFC 5944 §3.6.3). */
    private static final long LONGEST_ANSWER = 1_000_000_000L;

    private final Topology.Mobile mobile;
    private final Map<Ipv4, Long> endOfCurrent = new LinkedHashMap<>();
    private final Map<Ipv4, Ipv4> exits = new HashMap<>();
    private final Map<Ipv4, Former> former = new HashMap<>();
    /** Care-of addresses that were asked for and not answered yet. */
    private final Map<Ipv4, Asked> asked = new HashMap<>();

    private final List<BindingSeen> bindings = new ArrayList<>();
    private final List<Leak> leaks = new ArrayList<>();

    /** A care-of address of the past: replaced by that reply, and tolerated for a while after it. */
    private record Former(long replyNanos, long toleratedUntil) {}

    /** A request: where it came from, and until when it may be answered. */
    private record Asked(Ipv4 source, long until) {}

    BindingWatch(Topology.Mobile mobile) {
        this.mobile = mobile;
    }

    /**
     * A request for {@code careOf} has come to the home agent from {@code source}: from now on it may tunnel there, since it
     * forwards before it replies.
     */
    void asked(long nanos, Ipv4 careOf, Ipv4 source) {
        asked.put(careOf, new Asked(source, nanos + LONGEST_ANSWER));
    }

    /** The request for {@code careOf} was answered, one way or the other. */
    void answered(Ipv4 careOf) {
        asked.remove(careOf);
    }

    /**
     * The home agent accepts {@code request}.
     *
     * @param exit where it tunnels to: the care-of address, or a NAT before it
     * @param overlap that of the move, if it belongs to one
     */
    void accepted(long nanos, RegistrationRequest request, RegistrationReply reply, Ipv4 exit, Duration overlap) {
        expire(nanos);
        Map<Ipv4, Long> before = new LinkedHashMap<>(endOfCurrent);
        Ipv4 careOf = request.careOfAddress();
        boolean all = careOf.equals(mobile.home());
        boolean ends = reply.lifetime().isZero() || request.lifetime().isZero();
        boolean keepsOthers = ends ? !all : keepsOthers(request) && reply.code().value() == 0;
        if (!keepsOthers) {
            endOfCurrent.clear();
        }
        endOfCurrent.remove(careOf);
        if (!ends) {
            endOfCurrent.put(careOf, endOf(nanos, reply));
            exits.put(careOf, exit);
            former.remove(exit);
        }
        for (Ipv4 gone : before.keySet()) {
            if (!endOfCurrent.containsKey(gone)) {
                former.put(exits.getOrDefault(gone, gone), new Former(nanos, nanos + overlap.toNanos()));
            }
        }
        if (!before.keySet().equals(endOfCurrent.keySet())) {
            note(nanos);
        }
    }

    /** One of several (RFC 7629) replaces the others only where it says so. */
    private static boolean keepsOthers(RegistrationRequest request) {
        try {
            return MultipathExtension.allOf(request.extensions()).stream()
                    .findFirst()
                    .map(several -> !several.isOverwriting())
                    .orElse(request.flags().simultaneousBindings());
        } catch (MalformedMessageException refused) {
            return false;
        }
    }

    private static long endOf(long nanos, RegistrationReply reply) {
        return reply.lifetime().isInfinite()
                ? Long.MAX_VALUE
                : nanos + reply.lifetime().duration().toNanos();
    }

    private void note(long nanos) {
        bindings.add(new BindingSeen(nanos, mobile.name(), List.copyOf(endOfCurrent.keySet())));
    }

    /** Bindings end by themselves, one after the other. */
    void expire(long now) {
        Optional<Map.Entry<Ipv4, Long>> next = firstToEnd();
        while (next.isPresent() && next.get().getValue() <= now) {
            long end = next.get().getValue();
            endOfCurrent.remove(next.get().getKey());
            note(end);
            next = firstToEnd();
        }
    }

    private Optional<Map.Entry<Ipv4, Long>> firstToEnd() {
        return endOfCurrent.entrySet().stream().min(Map.Entry.comparingByValue());
    }

    /** The home agent tunnels a datagram for the node to {@code careOf}: a leak, if that was replaced long enough ago. */
    Optional<Leak> tunnels(long nanos, Ipv4 careOf) {
        Former past = former.get(careOf);
        boolean isCurrent = endOfCurrent.keySet().stream()
                .anyMatch(current -> exits.getOrDefault(current, current).equals(careOf));
        if (past == null || isCurrent || isAsked(nanos, careOf) || nanos <= past.toleratedUntil()) {
            return Optional.empty();
        }
        Leak leak = new Leak(nanos, mobile.name(), careOf, past.replyNanos());
        if (leaks.size() < MOST_LEAKS) {
            leaks.add(leak);
        }
        return Optional.of(leak);
    }

    private boolean isAsked(long nanos, Ipv4 careOf) {
        return asked.entrySet().stream()
                .anyMatch(each -> nanos <= each.getValue().until
                        && (each.getKey().equals(careOf)
                                || each.getValue().source.equals(careOf)));
    }

    List<BindingSeen> bindings() {
        return bindings;
    }

    List<Leak> leaks() {
        return leaks;
    }
}
