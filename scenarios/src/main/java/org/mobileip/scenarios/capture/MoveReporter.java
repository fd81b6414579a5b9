package org.mobileip.scenarios.capture;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.mobileip.scenarios.measure.DatagramFlow;
import org.mobileip.scenarios.measure.MoveObserved;
import org.mobileip.scenarios.measure.Progress;

/** Tells of each move when it is over: all steps seen and a moment passed, or given up. For one thread. */
public final class MoveReporter {

    /** So that late packets of the old path are in the figures. */
    private static final long AFTER_THE_LAST_STEP = 100_000_000L;

    private static final long GIVE_UP = 3_000_000_000L;

    private final Witness witness;
    private final Supplier<List<DatagramFlow>> soFar;
    private final boolean expectsPackets;
    private final Progress progress;
    private final List<Integer> pending = new ArrayList<>();

    /** {@code expectsPackets}: there are streams, so that a move is not over before the first packet by the new path. */
    public MoveReporter(
            Witness witness, Supplier<List<DatagramFlow>> soFar, boolean expectsPackets, Progress progress) {
        this.witness = witness;
        this.soFar = soFar;
        this.expectsPackets = expectsPackets;
        this.progress = progress;
    }

    /** The move with this number has begun. */
    public void begun(int move) {
        pending.add(move);
    }

    public boolean isWaiting() {
        return !pending.isEmpty();
    }

    /** Tells of the moves that are over at {@code nanos}. */
    public void look(long nanos) {
        for (Iterator<Integer> each = pending.iterator(); each.hasNext(); ) {
            MoveObserved move = witness.move(each.next());
            if (isOver(move, nanos)) {
                each.remove();
                progress.moved(move, soFar.get());
            }
        }
    }

    /** Tells of the moves of {@code node}, which has its next one. */
    public void supersede(String node) {
        for (Iterator<Integer> each = pending.iterator(); each.hasNext(); ) {
            MoveObserved move = witness.move(each.next());
            if (move.node().equals(node)) {
                each.remove();
                progress.moved(move, soFar.get());
            }
        }
    }

    /** Tells of all that are left. */
    public void giveUp() {
        pending.forEach(move -> progress.moved(witness.move(move), soFar.get()));
        pending.clear();
    }

    private boolean isOver(MoveObserved move, long nanos) {
        boolean isComplete = move.replyReceived().isPresent()
                && (!expectsPackets || move.firstPacketByNewPath().isPresent());
        long last = Stream.of(move.replyReceived(), move.installed(), move.firstPacketByNewPath())
                .flatMapToLong(OptionalLong::stream)
                .max()
                .orElse(move.startNanos());
        return (isComplete && nanos - last >= AFTER_THE_LAST_STEP) || nanos - move.startNanos() >= GIVE_UP;
    }
}
