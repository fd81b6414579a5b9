package org.mobileip.host.linux;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.mobileip.host.linux.netlink.NetlinkMessage;

/**
 * Changes by rtnetlink(7) that are asked for together: a system call for many, done by the kernel in their order. It lives in the
 * network namespace of the thread that opened it. For one thread at a time.
 */
public final class NetlinkBatch implements AutoCloseable {

    /** Fits into the buffer, whatever they are, and the answers into that of the socket. */
    private static final int MOST_TOGETHER = 64;

    private final NetlinkSocket socket;
    private final List<Change> waiting = new ArrayList<>();

    /**
     * One change.
     *
     * @param what for people: {@code put route 10.10.0.57/32}
     * @param expected error numbers that are as good as none
     */
    record Change(String what, NetlinkMessage request, Set<Integer> expected) {}

    /** By {@code socket}, which others may use in between. */
    NetlinkBatch(NetlinkSocket socket) {
        this.socket = socket;
    }

    public static NetlinkBatch open() {
        return new NetlinkBatch(NetlinkSocket.open(0));
    }

    /** Adds a change to those that wait. */
    public NetlinkBatch add(String what, NetlinkMessage request, Integer... expected) {
        waiting.add(new Change(what, request, Set.of(expected)));
        return this;
    }

    /** Whether none waits. */
    public boolean isEmpty() {
        return waiting.isEmpty();
    }

    /**
     * Has all of them done that wait; also those behind one that is refused.
     *
     * @throws NativeException for the first that was refused
     */
    public void perform() {
        List<Change> changes = List.copyOf(waiting);
        waiting.clear();
        List<NativeException> refused = new ArrayList<>();
        for (int from = 0; from < changes.size(); from += MOST_TOGETHER) {
            int to = Math.min(changes.size(), from + MOST_TOGETHER);
            refused.addAll(socket.changeAll(changes.subList(from, to)));
        }
        if (!refused.isEmpty()) {
            throw refused.get(0);
        }
    }

    /** The answer to a question; none where what it is about is not there, by that error number. */
    public List<NetlinkMessage> ask(String what, NetlinkMessage request, int notThere) {
        return socket.get(what, request, notThere);
    }

    /** Everything of a kind. */
    public List<NetlinkMessage> dump(String what, NetlinkMessage request) {
        return socket.dump(what, request);
    }

    @Override
    public void close() {
        socket.close();
    }
}
