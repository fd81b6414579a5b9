package org.mobileip.host.linux.bpf;

import org.mobileip.host.HostException;
import org.mobileip.host.linux.BpfProgram;
import org.mobileip.host.linux.Errno;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;

/**
 * Has the kernel run the programs on packets of addresses that are nobody's (RFC 5737), before any link does: a
 * kernel that verifies them and then does something else is found out.
 */
final class SelfTest {

    private static final Ipv4 LOCAL_END = Ipv4.parse("192.0.2.1");
    private static final Ipv4 FAR_END = Ipv4.parse("192.0.2.2");
    private static final Ipv4 INNER_SOURCE = Ipv4.parse("192.0.2.3");
    private static final Ipv4 INNER_DESTINATION = Ipv4.parse("192.0.2.4");

    private static final int DROPPED = 2;
    private static final int REDIRECTED = 7;
    private static final int LOOPBACK = 1;
    private static final int MTU = 1500;

    /** To nobody (all zero), IPv4. */
    private static final Octets LINK_HEADER = Octets.ofHex("000000000000 000000000000 0800");
    /** 192.0.2.3 to 192.0.2.4: an ICMP echo request; all made by another program. */
    private static final Octets INNER = Octets.ofHex("4500001c 00014000 4001b6d8 c0000203 c0000204 0800f7fd 00010001");

    /** 192.0.2.2 to 192.0.2.1. */
    private static final Octets GOOD =
            Octets.ofHex("45000030 00024000 4004b6c4 c0000202 c0000201").plus(INNER);

    /** 192.0.2.5 to 192.0.2.1. */
    private static final Octets FORGED =
            Octets.ofHex("45000030 00024000 4004b6c1 c0000205 c0000201").plus(INNER);

    /** What comes before it in the tunnel, from 192.0.2.1 to 192.0.2.2, without Identification and checksum. */
    private static final Octets ENCAPSULATED = Octets.ofHex("45000030 00004000 40040000 c0000201 c0000202");

    private static final int IDENTIFICATION = 4;
    private static final int CHECKSUM = 10;

    private SelfTest() {}

    /**
     * Leaves the maps of {@code programs} as they were.
     *
     * @param outOfTunnel that of either end
     * @throws HostException saying what went wrong
     */
    static void pass(TunnelPrograms programs, BpfProgram outOfTunnel) {
        TunnelMaps maps = programs.maps();
        maps.putLocalEnd(LOCAL_END);
        maps.putExit(FAR_END, true);
        TunnelMaps.Binding binding = new TunnelMaps.Binding(FAR_END, LOCAL_END, MTU, false, LOOPBACK);
        maps.putBinding(INNER_SOURCE, binding);
        maps.putBinding(INNER_DESTINATION, binding);
        try {
            expect("a good packet", outOfTunnel, GOOD, REDIRECTED, INNER);
            expect("a stranger's packet", outOfTunnel, FORGED, DROPPED, FORGED);
            encapsulate(programs);
        } finally {
            maps.removeBinding(INNER_SOURCE);
            maps.removeBinding(INNER_DESTINATION);
            maps.removeExit(FAR_END);
            maps.removeLocalEnd(LOCAL_END);
            maps.clearTotals();
        }
    }

    private static void expect(String what, BpfProgram program, Octets packet, int verdict, Octets result) {
        BpfProgram.Outcome outcome = program.test(LINK_HEADER.plus(packet), LOOPBACK);
        if (outcome.verdict() != verdict || !outcome.packet().equals(LINK_HEADER.plus(result))) {
            throw failed(what, outcome, verdict + " " + result);
        }
    }

    /** A home agent would look up a route, which there may not be yet: so both try how a mobile node does it. */
    private static void encapsulate(TunnelPrograms programs) {
        try (BpfProgram intoTunnel = programs.load(TunnelPrograms.End.MOBILE_NODE.intoOfLink())) {
            BpfProgram.Outcome outcome = intoTunnel.test(LINK_HEADER.plus(INNER), LOOPBACK);
            if (outcome.verdict() != REDIRECTED || !isTunnelled(outcome.packet())) {
                throw failed("a datagram to be tunnelled", outcome, REDIRECTED + " " + ENCAPSULATED + INNER);
            }
        }
    }

    /** Whether it is as it must be, apart from the Identification, which nobody can guess, and with a checksum to match. */
    private static boolean isTunnelled(Octets packet) {
        int begin = LINK_HEADER.size();
        int end = begin + ENCAPSULATED.size();
        if (packet.size() != end + INNER.size() || !packet.slice(end).equals(INNER)) {
            return false;
        }
        Octets header = packet.slice(begin, end);
        int sum = 0;
        boolean isRight = true;
        for (int at = 0; at < header.size(); at += 2) {
            sum += header.u16(at);
            isRight &= at == IDENTIFICATION || at == CHECKSUM || header.u16(at) == ENCAPSULATED.u16(at);
        }
        return isRight && (sum & 0xffff) + (sum >>> 16) == 0xffff;
    }

    private static HostException failed(String what, BpfProgram.Outcome outcome, String wanted) {
        return new HostException(
                "the BPF self-test failed: " + what + " became " + outcome + " instead of " + wanted, Errno.EINVAL);
    }
}
