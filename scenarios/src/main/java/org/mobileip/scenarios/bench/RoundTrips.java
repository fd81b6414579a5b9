package org.mobileip.scenarios.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Times there and back. */
final class RoundTrips {

    private final List<Long> nanos = new ArrayList<>();

    void add(long time) {
        nanos.add(time);
    }

    /**
     * The time that so many of all are not longer than, in nanoseconds (the nearest rank).
     *
     * @param part above 0 up to 1
     * @throws IllegalStateException when there are no times: all was lost
     */
    long at(double part) {
        if (nanos.isEmpty()) {
            throw new IllegalStateException("nothing came back");
        }
        Collections.sort(nanos);
        return nanos.get((int) Math.ceil(part * nanos.size()) - 1);
    }
}
