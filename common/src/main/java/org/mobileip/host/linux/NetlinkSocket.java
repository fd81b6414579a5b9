package org.mobileip.host.linux;

import java.util.ArrayList;
import java.util.List;
import org.mobileip.host.linux.netlink.ErrorMessage;
import org.mobileip.host.linux.netlink.NetlinkMessage;
import org.mobileip.net.Octets;

/**
 * A netlink socket: requests with their acknowledgements and dumps, or what a group is told. It lives in the network
 * namespace of the thread that made it. For one thread at a time.
 */
final class NetlinkSocket implements AutoCloseable {

    private static final int NETLINK_ROUTE = 0;
    private static final int NETLINK_NETFILTER = 12;
    private static final int SOL_NETLINK = 270;
    private static final int NETLINK_CAP_ACK = 10;
    private static final int NETLINK_EXT_ACK = 11;
    /** {@code struct sockaddr_nl}: family 0, port 4, groups 8. */
    private static final int NAME_SIZE = 12;

    private static final int GROUPS = 8;
    private static final int LARGEST = 1 << 17;
    private static final int RECEIVE_BUFFER = 4 << 20;
    private static final int ANSWER_MILLIS = 10_000;
    private static final int MOST_ATTEMPTS = 10;

    private final Fd fd;
    private final PollSet waiting;
    private final NativeBuffer buffer = NativeBuffer.allocate(LARGEST);
    private final Message receiving = new Message();
    private int sequence;

    private NetlinkSocket(Fd fd) {
        this.fd = fd;
        waiting = new PollSet(fd);
    }

    /** A socket of rtnetlink that is told what these groups are told; 0: only answers. */
    static NetlinkSocket open(int groups) {
        return open(NETLINK_ROUTE, groups);
    }

    /** A socket of the packet filter's netlink, for answers only. */
    static NetlinkSocket openForFilter() {
        return open(NETLINK_NETFILTER, 0);
    }

    private static NetlinkSocket open(int protocol, int groups) {
        Fd fd = Fd.socket(Fd.AF_NETLINK, Fd.SOCK_RAW, protocol, "netlink socket");
        try {
            fd.setOption("NETLINK_EXT_ACK", SOL_NETLINK, NETLINK_EXT_ACK, 1);
            fd.setOption("NETLINK_CAP_ACK", SOL_NETLINK, NETLINK_CAP_ACK, 1);
            fd.setReceiveBuffer(RECEIVE_BUFFER);
            NativeBuffer name = NativeBuffer.allocate(NAME_SIZE);
            name.inNativeOrder().putShort(0, (short) Fd.AF_NETLINK).putInt(GROUPS, groups);
            fd.bind("bind netlink socket", name, NAME_SIZE);
            return new NetlinkSocket(fd);
        } catch (RuntimeException e) {
            fd.close();
            throw e;
        }
    }

    Fd fd() {
        return fd;
    }

    /**
     * Has a request done and waits for the acknowledgement.
     *
     * @param what for the message of the exception: {@code add route 10.10.0.57/32}
     * @return the error number, 0 for done, or one of {@code expected}
     * @throws NativeException for every other error, with the kernel's own words
     */
    int change(String what, NetlinkMessage request, Integer... expected) {
        int number = send(what, request);
        while (true) {
            for (NetlinkMessage answer : await(what)) {
                if (answer.sequence() == number && answer.type() == NetlinkMessage.ERROR) {
                    ErrorMessage error = ErrorMessage.decode(answer);
                    if (error.errno() == 0 || List.of(expected).contains(error.errno())) {
                        return error.errno();
                    }
                    throw refusal(what, error);
                }
            }
        }
    }

    /**
     * Has changes done in their order, with one system call, and waits for the last one's acknowledgement: of the others only
     * refusals are told, before that.
     *
     * @return the refusals
     */
    List<NativeException> changeAll(List<NetlinkBatch.Change> changes) {
        int first = sequence + 1;
        int last = sequence + changes.size();
        int length = 0;
        for (NetlinkBatch.Change change : changes) {
            NetlinkMessage request = change.request().withSequence(++sequence);
            Octets octets = (sequence == last ? request : request.withoutFlags(NetlinkMessage.ACK)).encode();
            buffer.put(length, octets);
            length += octets.size() + 3 & ~3;
        }
        Kernel.check("change " + changes.size() + " things", fd.write(buffer, 0, length));
        List<NativeException> refused = new ArrayList<>();
        boolean isLastAnswered = false;
        while (!isLastAnswered) {
            for (NetlinkMessage answer : await("change " + changes.size() + " things")) {
                int number = answer.sequence() - first;
                if (number >= 0 && number < changes.size() && answer.type() == NetlinkMessage.ERROR) {
                    isLastAnswered |= answer.sequence() == last;
                    NetlinkBatch.Change change = changes.get(number);
                    ErrorMessage error = ErrorMessage.decode(answer);
                    if (error.errno() != 0 && !change.expected().contains(error.errno())) {
                        refused.add(refusal(change.what(), error));
                    }
                }
            }
        }
        return refused;
    }

    /** The answer to a request for one thing; an error as {@link #change} has it gives no answer. */
    List<NetlinkMessage> get(String what, NetlinkMessage request, int notThere) {
        int number = send(what, request);
        while (true) {
            for (NetlinkMessage answer : await(what)) {
                if (answer.sequence() != number) {
                    continue;
                }
                if (answer.type() != NetlinkMessage.ERROR) {
                    return List.of(answer);
                }
                ErrorMessage error = ErrorMessage.decode(answer);
                if (error.errno() == notThere) {
                    return List.of();
                }
                throw refusal(what, error);
            }
        }
    }

    /** Everything of a kind, read again when it changed meanwhile. */
    List<NetlinkMessage> dump(String what, NetlinkMessage request) {
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            List<NetlinkMessage> all = new ArrayList<>();
            if (dumpOnce(what, request, all)) {
                return all;
            }
        }
        throw new NativeException(what + ": it changed again and again while it was read", Errno.EAGAIN);
    }

    private boolean dumpOnce(String what, NetlinkMessage request, List<NetlinkMessage> all) {
        int number = send(what, request);
        boolean whole = true;
        while (true) {
            for (NetlinkMessage answer : await(what)) {
                if (answer.sequence() != number) {
                    continue;
                }
                whole &= (answer.flags() & NetlinkMessage.DUMP_INTERRUPTED) == 0;
                if (answer.type() == NetlinkMessage.DONE) {
                    return whole;
                }
                if (answer.type() == NetlinkMessage.ERROR) {
                    throw refusal(what, ErrorMessage.decode(answer));
                }
                all.add(answer);
            }
        }
    }

    private static NativeException refusal(String what, ErrorMessage error) {
        return NativeException.of(error.text().isEmpty() ? what : what + ": " + error.text(), error.errno());
    }

    /** Unconnected sockets of netlink send to the kernel: a name is not needed, and write(2) is enough. */
    private int send(String what, NetlinkMessage request) {
        int number = ++sequence;
        Octets octets = request.withSequence(number).encode();
        buffer.put(0, octets);
        Kernel.check(what, fd.write(buffer, 0, octets.size()));
        return number;
    }

    private List<NetlinkMessage> await(String what) {
        if (!waiting.await(ANSWER_MILLIS)) {
            throw new NativeException(what + ": the kernel did not answer", Errno.EAGAIN);
        }
        int length = receiving.receive(fd, buffer, 0, LARGEST);
        return length == -Errno.EAGAIN ? List.of() : decode(Kernel.check(what, length));
    }

    /** What waits; throws ENOBUFS once when something was lost, EAGAIN never: then the list is empty. */
    List<NetlinkMessage> poll() {
        int length = receiving.receive(fd, buffer, 0, LARGEST);
        return length == -Errno.EAGAIN ? List.of() : decode(Kernel.check("read netlink socket", length));
    }

    private List<NetlinkMessage> decode(int length) {
        if (receiving.isCut()) {
            throw new AssertionError("a netlink message beyond " + LARGEST + " octets");
        }
        return NetlinkMessage.decodeAll(buffer.octets(0, length));
    }

    @Override
    public void close() {
        fd.close();
    }
}
