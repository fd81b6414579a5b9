package org.mobileip.scenarios.traffic;

import java.util.AbstractList;
import java.util.BitSet;
import org.mobileip.scenarios.language.Direction;
import org.mobileip.scenarios.measure.DatagramFlow;
import org.mobileip.scenarios.measure.DatagramFlow.Arrival;

/**
 * When each datagram of a flow was sent, and which arrived when: some 20 octets a datagram. The sender's thread and the
 * receiver's write, anybody reads.
 */
public final class DatagramLog {

    private final LongLog sent = new LongLog();
    private final LongLog arrived = new LongLog();
    private final LongLog arrivals = new LongLog();
    private final BitSet seen = new BitSet();

    /** The next sequence number, counted from 0. */
    public synchronized int sent(long nanos) {
        sent.add(nanos);
        return sent.size() - 1;
    }

    /** One arrived; whether it was one of those sent. */
    public synchronized boolean arrived(int sequence, long nanos) {
        if (sequence < 0 || sequence >= sent.size()) {
            return false;
        }
        int duplicate = seen.get(sequence) ? 1 : 0;
        seen.set(sequence);
        arrived.add(nanos);
        arrivals.add((long) sequence << 1 | duplicate);
        return true;
    }

    /** Whether all that was sent has arrived. */
    public synchronized boolean isComplete() {
        return seen.cardinality() == sent.size();
    }

    /** What is known now. */
    public synchronized DatagramFlow flow(String stream, Direction direction, long intervalNanos) {
        return new DatagramFlow(stream, direction, intervalNanos, new Sent(), new Arrivals());
    }

    /** Only looked at under the lock. */
    private final class Sent extends AbstractList<Long> {
        @Override
        public Long get(int index) {
            return sent.get(index);
        }

        @Override
        public int size() {
            return sent.size();
        }
    }

    /** Only looked at under the lock. */
    private final class Arrivals extends AbstractList<Arrival> {
        @Override
        public Arrival get(int index) {
            long packed = arrivals.get(index);
            return new Arrival((int) (packed >>> 1), arrived.get(index), (packed & 1) != 0);
        }

        @Override
        public int size() {
            return arrivals.size();
        }
    }
}
