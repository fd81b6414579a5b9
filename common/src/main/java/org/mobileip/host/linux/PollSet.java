package org.mobileip.host.linux;

import java.util.ArrayList;
import java.util.List;

/** Waits until one of several descriptors can be read (poll(2)). For one thread. */
public final class PollSet {

    /** {@code struct pollfd}: int fd, short events, short revents. */
    private static final int ENTRY_SIZE = 8;

    private static final int EVENTS = 4;
    private static final int RETURNED = 6;
    private static final short POLLIN = 1;
    private static final short POLLNVAL = 0x20;

    private static final int TIMESPEC_SIZE = 16;
    private static final long NANOS = 1_000_000_000L;

    private final List<Fd> fds;
    private final NativeBuffer entries;
    private final NativeBuffer timeout = NativeBuffer.allocate(TIMESPEC_SIZE);

    /** Waits for all of these; {@link #isReady} takes an index into this list. */
    public PollSet(List<Fd> fds) {
        this.fds = new ArrayList<>(fds);
        entries = NativeBuffer.allocate(Math.max(1, fds.size()) * ENTRY_SIZE);
        for (int i = 0; i < fds.size(); i++) {
            entries.inNativeOrder().putInt(i * ENTRY_SIZE, fds.get(i).number());
            entries.inNativeOrder().putShort(i * ENTRY_SIZE + EVENTS, POLLIN);
        }
    }

    public PollSet(Fd... fds) {
        this(List.of(fds));
    }

    /**
     * Waits.
     *
     * @param timeoutMillis how long at most; 0: only look, -1: without end
     * @return whether any descriptor is ready
     */
    public boolean await(int timeoutMillis) {
        return Kernel.check("poll", Kernel.poll(entries, fds.size(), timeoutMillis)) > 0;
    }

    /**
     * As {@link #await} with a finer clock (ppoll(2)); how punctual it is, {@link PunctualThread} says.
     *
     * @param nanos how long at most; 0 or less: only look
     */
    public boolean awaitNanos(long nanos) {
        long wait = Math.max(0, nanos);
        timeout.inNativeOrder().putLong(0, wait / NANOS).putLong(Long.BYTES, wait % NANOS);
        return Kernel.check("ppoll", Kernel.ppoll(entries, fds.size(), timeout)) > 0;
    }

    /** Whether, when {@link #await} returned, the descriptor had something to read, an error or an end. */
    public boolean isReady(int index) {
        return (returned(index) & ~POLLNVAL) != 0;
    }

    /** Whether the descriptor was closed when {@link #await} looked. */
    boolean isGone(int index) {
        return (returned(index) & POLLNVAL) != 0;
    }

    private int returned(int index) {
        return entries.inNativeOrder().getShort(index * ENTRY_SIZE + RETURNED) & 0xffff;
    }

    Fd fd(int index) {
        return fds.get(index);
    }

    int size() {
        return fds.size();
    }
}
