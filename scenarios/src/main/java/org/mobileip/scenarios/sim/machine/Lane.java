package org.mobileip.scenarios.sim.machine;

import java.util.function.Consumer;
import org.mobileip.scenarios.wire.Impairment;
import org.mobileip.scenarios.wire.WireModel;

/** One direction of a cable: what enters leaves it later, or not at all. */
public final class Lane {

    private final Timeline timeline;
    private final long seed;
    private final long transit;
    private WireModel model;
    private boolean isPlain;
    private Impairment impairment;
    private long lost;
    private long queueFull;

    /**
     * A direction that does this to frames.
     *
     * @param seed of its chances
     * @param transit nanoseconds that every frame takes, whatever the impairment
     */
    Lane(Timeline timeline, long seed, long transit) {
        this.timeline = timeline;
        this.seed = seed;
        this.transit = transit;
        this.impairment = Impairment.NONE;
        this.isPlain = true;
        this.model = new WireModel(seed, impairment);
    }

    /** From now on; what is on its way arrives when it would have. */
    public void change(Impairment next) {
        if (isPlain && next.equals(Impairment.NONE)) {
            return;
        }
        if (isPlain) {
            model = new WireModel(seed, next);
        } else {
            model.change(timeline.nanos(), next);
        }
        isPlain = false;
        impairment = next;
    }

    public Impairment impairment() {
        return impairment;
    }

    /** Frames lost by chance. */
    public long lost() {
        return lost;
    }

    /** Frames that did not fit into the queue before it. */
    public long queueFull() {
        return queueFull;
    }

    void carry(byte[] frame, Consumer<byte[]> exit) {
        if (isPlain) {
            hand(timeline.nanos(), frame, exit);
            return;
        }
        long departure = model.departure(timeline.nanos(), frame.length - Packet.IP);
        if (departure == WireModel.NEVER) {
            if (model.isQueueFull()) {
                queueFull++;
            } else {
                lost++;
            }
            return;
        }
        if (model.isTwice()) {
            hand(departure, frame.clone(), exit);
        }
        hand(departure, frame, exit);
    }

    private void hand(long departure, byte[] frame, Consumer<byte[]> exit) {
        if (transit == 0 && departure == timeline.nanos()) {
            exit.accept(frame);
        } else {
            timeline.at(departure + transit, () -> exit.accept(frame));
        }
    }
}
