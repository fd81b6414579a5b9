package org.mobileip.tunnel;

import java.util.function.Predicate;

/** The tunnels of those who asked for broadcasts, each on some of its paths, and which groups they have joined. */
final class Listeners {

    private final IntTable<Flow> flows = new IntTable<>();
    private final Memberships memberships = new Memberships();
    private volatile int count;

    /** {@code flow} is in the place of what was there for its home address; for the thread that forwards. */
    void put(Flow flow) {
        boolean wants = false;
        for (FlowPath path : flow.paths()) {
            wants |= path.broadcasts();
        }
        if (wants) {
            flows.put(flow.home(), flow);
        } else {
            flows.remove(flow.home());
        }
        count = flows.size();
    }

    /** For the thread that forwards. */
    void remove(int home) {
        flows.remove(home);
        count = flows.size();
        memberships.forget(home);
    }

    /** How many there are; for any thread. */
    int count() {
        return count;
    }

    boolean has(int home) {
        return flows.get(home) != null;
    }

    /** As {@link IntTable#forEach}. */
    void forEach(int firstPart, Predicate<Flow> visitor) {
        flows.forEach(firstPart, visitor);
    }

    /** What they have joined; for any thread. */
    Memberships memberships() {
        return memberships;
    }
}
