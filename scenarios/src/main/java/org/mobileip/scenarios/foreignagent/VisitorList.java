package org.mobileip.scenarios.foreignagent;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mobileip.net.Ipv4;
import org.mobileip.time.Deadlines;
import org.mobileip.time.Tick;

/**
 * The visitor list (RFC 5944 §3.7.1): requests that wait for their reply, one a node, and the nodes that are served, by home
 * address. A pending request is no part of the served node's entry, which it leaves as it is until the reply (§3.7.2).
 */
final class VisitorList {

    /** An entry of a node that is served, and the request that it came from. */
    record Entry(Visitor visitor, Pending request) {}

    private final Map<NodeKey, Pending> pending = new LinkedHashMap<>();
    private final Deadlines<NodeKey> pendingEnds = new Deadlines<>();
    private final Map<Ipv4, Entry> visitors = new HashMap<>();
    private final Deadlines<Ipv4> visitorEnds = new Deadlines<>();

    Tick nextDeadline() {
        return pendingEnds.next().earlierOf(visitorEnds.next());
    }

    int pendingCount() {
        return pending.size();
    }

    int visitorCount() {
        return visitors.size();
    }

    Optional<Pending> pendingOf(NodeKey node) {
        return Optional.ofNullable(pending.get(node));
    }

    List<Pending> allPending() {
        return List.copyOf(pending.values());
    }

    /** Replaces an earlier request of the same node. */
    void add(Pending request) {
        pending.put(request.node(), request);
        pendingEnds.set(request.node(), request.ends());
    }

    void remove(Pending request) {
        pending.remove(request.node());
        pendingEnds.clear(request.node());
    }

    /** Removes and returns the requests that have waited long enough. */
    List<Pending> takePendingDue(Tick now) {
        List<Pending> due = new ArrayList<>();
        for (NodeKey node : pendingEnds.takeDue(now)) {
            Optional.ofNullable(pending.remove(node)).ifPresent(due::add);
        }
        return due;
    }

    Optional<Entry> visitor(Ipv4 home) {
        return Optional.ofNullable(visitors.get(home));
    }

    /** Whether a node with that key is served, as far as it can be told before a home address is known. */
    boolean isVisitor(NodeKey node) {
        return Optional.ofNullable(visitors.get(node.home()))
                .filter(entry -> entry.request.node().mac().equals(node.mac()))
                .isPresent();
    }

    void put(Entry entry, Tick ends) {
        visitors.put(entry.visitor.home(), entry);
        visitorEnds.set(entry.visitor.home(), ends);
    }

    Optional<Entry> removeVisitor(Ipv4 home) {
        visitorEnds.clear(home);
        return Optional.ofNullable(visitors.remove(home));
    }

    /** Removes the nodes whose lifetime has ended, and returns their home addresses. */
    List<Ipv4> takeVisitorsDue(Tick now) {
        List<Ipv4> due = visitorEnds.takeDue(now);
        due.forEach(visitors::remove);
        return due;
    }

    /** The nodes that are served, in the order of home addresses. */
    List<Visitor> visitors() {
        return visitors.values().stream()
                .map(Entry::visitor)
                .sorted((a, b) -> a.home().compareTo(b.home()))
                .toList();
    }
}
