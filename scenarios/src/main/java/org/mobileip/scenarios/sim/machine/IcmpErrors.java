package org.mobileip.scenarios.sim.machine;

import java.util.Optional;
import org.mobileip.net.Ipv4;

/** ICMP errors (RFC 792, RFC 1191): which ones a machine sends about a datagram. */
final class IcmpErrors {

    static final int UNREACHABLE = 3;
    static final int TIME_EXCEEDED = 11;
    static final int NETWORK_UNREACHABLE = 0;
    static final int HOST_UNREACHABLE = 1;
    static final int PROTOCOL_UNREACHABLE = 2;
    static final int PORT_UNREACHABLE = 3;
    static final int FRAGMENTATION_NEEDED = 4;

    /** Octets before the quoted datagram. */
    static final int HEADER = 8;

    private static final int LONGEST_QUOTE = 548;
    private static final int QUENCH = 4;
    private static final int REDIRECT = 5;
    private static final int PARAMETER_PROBLEM = 12;

    private IcmpErrors() {}

    static boolean isError(int type) {
        return switch (type) {
            case UNREACHABLE, QUENCH, REDIRECT, TIME_EXCEEDED, PARAMETER_PROBLEM -> true;
            default -> false;
        };
    }

    /** Tells the sender of a datagram what is wrong with it, where he may be told (RFC 1122 §3.2.2). */
    static void tell(Machine machine, byte[] about, int type, int code, int rest) {
        int source = Packet.source(about);
        boolean isErrorItself = Packet.protocol(about) == Packet.ICMP && isError(about[Packet.payload(about)] & 0xff);
        int first = source >>> 24;
        if (isErrorItself
                || !Packet.isFirst(about)
                || first == 0
                || first >= 224
                || Packet.destination(about) >>> 28 >= 0xe) {
            return;
        }
        Optional<Integer> ours = machine.ip().sourceTowards(source, 0, 0);
        if (ours.isEmpty()) {
            return;
        }
        int quoted = Math.min(LONGEST_QUOTE, Packet.totalLength(about));
        byte[] frame = Packet.create(Packet.ICMP, new Ipv4(ours.get()), new Ipv4(source), HEADER + quoted);
        int at = Packet.payload(frame);
        frame[at] = (byte) type;
        frame[at + 1] = (byte) code;
        Packet.put32(frame, at + 4, rest);
        System.arraycopy(about, Packet.IP, frame, at + HEADER, quoted);
        Packet.sumIcmp(frame);
        machine.ip().send(frame, 0, 0, false);
    }
}
