package org.mobileip.host.linux.bpf;

import org.mobileip.host.HostException;
import org.mobileip.host.linux.BpfProgram;
import org.mobileip.host.linux.Errno;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;

/**
 * Has the kernel run the program that decapsulates on packets of addresses that are nobody's (RFC 5737), before any link does:
 * a kernel that verifies it and then does something else is found out.
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

    private SelfTest() {}

    /** @throws HostException saying what went wrong */
    static void pass(TunnelPrograms.End end, BpfProgram outOfTunnel, TunnelMaps maps) {
        Ipv4 home = end == TunnelPrograms.End.HOME_AGENT ? INNER_SOURCE : INNER_DESTINATION;
        maps.putLocalEnd(LOCAL_END);
        maps.putExit(FAR_END, true);
        maps.putBinding(home, new TunnelMaps.Binding(FAR_END, LOCAL_END, MTU, false));
        try {
            expect("a good packet", outOfTunnel, GOOD, REDIRECTED, INNER);
            expect("a stranger's packet", outOfTunnel, FORGED, DROPPED, FORGED);
        } finally {
            maps.removeBinding(home);
            maps.removeExit(FAR_END);
            maps.removeLocalEnd(LOCAL_END);
            maps.clearTotals();
        }
    }

    private static void expect(String what, BpfProgram program, Octets packet, int verdict, Octets result) {
        BpfProgram.Outcome outcome = program.test(LINK_HEADER.plus(packet), LOOPBACK);
        if (outcome.verdict() != verdict || !outcome.packet().equals(LINK_HEADER.plus(result))) {
            throw new HostException(
                    "the BPF self-test failed: " + what + " became " + outcome + " instead of " + verdict + " "
                            + result,
                    Errno.EINVAL);
        }
    }
}
