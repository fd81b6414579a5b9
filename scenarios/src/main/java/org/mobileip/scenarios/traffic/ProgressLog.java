package org.mobileip.scenarios.traffic;

import java.util.ArrayList;
import java.util.List;
import org.mobileip.scenarios.measure.TcpFlow;

/**
 * When how much had been received. Of each millisecond the first reading and the last are kept, so that every pause of more
 * than that is in the log with its exact beginning and end. A log that is full is thinned, and its grain doubled. Safe for use by
 * several threads.
 */
public final class ProgressLog {

    private final LongLog nanos = new LongLog();
    private final LongLog bytes = new LongLog();
    private final int most;
    private long grain = 1_000_000;
    private long grainBegan;
    private int inGrain;

    /** A log of at most that many readings. */
    public ProgressLog(int most) {
        this.most = most;
    }

    public synchronized void add(long now, long received) {
        if (nanos.size() >= most) {
            thin();
        }
        append(now, received);
    }

    private void append(long now, long received) {
        if (inGrain == 0 || now - grainBegan >= grain) {
            grainBegan = now;
            inGrain = 0;
        }
        if (inGrain < 2) {
            nanos.add(now);
            bytes.add(received);
            inGrain++;
        } else {
            nanos.set(nanos.size() - 1, now);
            bytes.set(bytes.size() - 1, received);
        }
    }

    private void thin() {
        List<TcpFlow.Received> before = readings();
        while (nanos.size() >= most / 2) {
            grain *= 2;
            nanos.clear();
            bytes.clear();
            inGrain = 0;
            before.forEach(reading -> append(reading.nanos(), reading.bytes()));
        }
    }

    public synchronized List<TcpFlow.Received> readings() {
        List<TcpFlow.Received> readings = new ArrayList<>(nanos.size());
        for (int i = 0; i < nanos.size(); i++) {
            readings.add(new TcpFlow.Received(nanos.get(i), bytes.get(i)));
        }
        return readings;
    }
}
