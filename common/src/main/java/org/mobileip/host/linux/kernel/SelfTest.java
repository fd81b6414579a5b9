package org.mobileip.host.linux.kernel;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.mobileip.host.HostException;
import org.mobileip.host.linux.Errno;
import org.mobileip.host.linux.NativeBuffer;
import org.mobileip.host.linux.NetlinkBatch;
import org.mobileip.host.linux.RawSocket;
import org.mobileip.host.linux.netlink.FlowerMessages;
import org.mobileip.host.linux.netlink.FlowerMessages.Action;
import org.mobileip.host.linux.netlink.FlowerMessages.Match;
import org.mobileip.host.linux.netlink.FlowerMessages.Then;
import org.mobileip.host.linux.netlink.TunnelMessages;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.Octets;

/**
 * Sends two packets of nobody through a tunnel over the loopback, before there are others: the kernel must wrap both, know one
 * for bound, and take the other for a stranger's. Addresses are those that nobody has (240.0.0.0/4) or that are for tests
 * (198.18.0.0/15); what comes out of the tunnel goes nowhere.
 */
final class SelfTest {

    private static final Ipv4 HOME = Ipv4.parse("240.0.0.1");
    private static final Ipv4 CORRESPONDENT = Ipv4.parse("198.18.0.1");
    private static final Ipv4 NEAR = Ipv4.parse("127.0.0.1");
    private static final Ipv4 FAR = Ipv4.parse("127.0.0.2");
    /** From 198.18.0.1 to 240.0.0.1, protocol 253 (RFC 3692), time to live 1; the kernel puts the checksum in. */
    private static final Octets PACKET = Octets.ofHex("4500001c00014000 01fd0000 c6120001 f0000001 0000000000000000");

    private static final int LET_IN = 0x4d49_0100;
    private static final int STRANGERS = 0x4d49_0200;
    private static final int HANDLE = 2;
    private static final int HOST_LENGTH = 32;
    private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

    private final NetlinkBatch kernel;
    private final TunnelDevice device;

    /** Others for each kind: the kernel forgets those of the test before a moment later. */
    private final int letIn;

    private final int strangers;

    private SelfTest(NetlinkBatch kernel, TunnelDevice device) {
        this.kernel = kernel;
        this.device = device;
        letIn = LET_IN + device.kind().protocol();
        strangers = STRANGERS + device.kind().protocol();
    }

    /**
     * The kernel must look for single addresses ({@link RoutingRules#put}).
     *
     * @throws HostException when a packet does not end as it must, or the kernel refuses something
     */
    static void pass(NetlinkBatch kernel, TunnelDevice device) {
        new SelfTest(kernel, device).run();
    }

    private void run() {
        prepare();
        try (RawSocket raw = RawSocket.open(253, Ipv4.UNSPECIFIED, RawSocket.Options.ONLY_SENDING)) {
            send(raw);
            awaitCounted("let a packet in that is bound", letIn);
            kernel.add(
                            "let nobody in at " + device.name(),
                            FlowerMessages.remove(device.ingress(TunnelDevice.BOUND, HANDLE)))
                    .perform();
            send(raw);
            awaitCounted("find a stranger's packet", strangers);
        } finally {
            cleanUp();
        }
    }

    private void prepare() {
        put(TunnelDevice.BOUND, Match.ANY.from(CORRESPONDENT).outOfTunnel(NEAR, FAR), letIn);
        put(TunnelDevice.OURS, Match.ANY.outOfTunnelTo(FAR), strangers);
        kernel.add(
                        "put route to " + HOME,
                        TunnelMessages.put(new TunnelMessages.Route(
                                Ipv4Prefix.host(HOME),
                                device.index(),
                                RoutingRules.table(HOST_LENGTH),
                                RoutingRules.PROTOCOL,
                                Optional.empty(),
                                OptionalInt.empty(),
                                NEAR,
                                FAR)))
                .perform();
    }

    private void put(int priority, Match match, int counter) {
        List<Action> dropped = List.of(new Action.Count(counter, Then.DROP));
        kernel.add(
                "put filter at " + device.name(), FlowerMessages.put(device.ingress(priority, HANDLE), match, dropped));
    }

    private void cleanUp() {
        kernel.add(
                        "let nobody in at " + device.name(),
                        FlowerMessages.remove(device.ingress(TunnelDevice.BOUND, HANDLE)),
                        Errno.ENOENT)
                .add(
                        "find no strangers at " + device.name(),
                        FlowerMessages.remove(device.ingress(TunnelDevice.OURS, HANDLE)),
                        Errno.ENOENT)
                .add(
                        "remove route to " + HOME,
                        TunnelMessages.remove(
                                Ipv4Prefix.host(HOME), RoutingRules.table(HOST_LENGTH), RoutingRules.PROTOCOL),
                        Errno.ESRCH)
                .perform();
    }

    private static void send(RawSocket raw) {
        NativeBuffer buffer = NativeBuffer.allocate(PACKET.size());
        buffer.put(0, PACKET);
        int sent = raw.send(buffer, 0, PACKET.size(), HOME);
        if (sent < 0) {
            throw new HostException(
                    "its self-test could not send a packet into the tunnel (errno " + -sent + ")", -sent);
        }
    }

    private void awaitCounted(String what, int counter) {
        long end = System.nanoTime() + LONGEST_NANOS;
        while (counted(counter) != 1) {
            if (System.nanoTime() - end > 0) {
                throw new HostException(
                        "its self-test failed: the kernel did not " + what + " (is the loopback interface up?)",
                        Errno.ENOSYS);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private long counted(int counter) {
        List<Integer> asked = List.of(counter);
        return kernel.ask("read counter", FlowerMessages.askCounted(asked), Errno.ENOENT).stream()
                .flatMap(answer -> FlowerMessages.decodeCounted(answer.payload(), asked.size()).stream())
                .mapToLong(FlowerMessages.Counted::packets)
                .sum();
    }
}
