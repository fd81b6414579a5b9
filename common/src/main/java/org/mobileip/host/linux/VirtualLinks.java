package org.mobileip.host.linux;

import java.util.concurrent.atomic.AtomicInteger;
import org.mobileip.host.linux.netlink.LinkMessages;
import org.mobileip.host.linux.netlink.NeighbourMessages;
import org.mobileip.host.linux.netlink.RouteMessages;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.MacAddress;

/** Makes and moves the wires between network namespaces, without a child process. For one thread at a time. */
public final class VirtualLinks implements AutoCloseable {

    /**
     * The kernel takes its time, up to a second, to tell of a carrier that is gone, and forgets to where it is back by
     * then; but not for an interface whose index is another one than its peer's. The kernel itself counts from 1.
     */
    private static final AtomicInteger NEXT_INDEX = new AtomicInteger(1001);

    private final NetworkNamespace namespace;
    private final NetlinkSocket socket;
    private final Fd asking;

    /** The links of this namespace. */
    public VirtualLinks(NetworkNamespace namespace) {
        this.namespace = namespace;
        socket = namespace.call(() -> NetlinkSocket.open(0));
        asking = namespace.call(() -> Fd.socket(Fd.AF_INET, Fd.SOCK_DGRAM, 0, "socket for ioctl"));
    }

    /** One end of a pair: what it is called where, and its Ethernet address. */
    public record End(String name, MacAddress mac) {}

    /**
     * Makes a pair of interfaces that are each other's wire, {@code here} in this namespace; both are down. Taking one down
     * is what pulling the cable is to the other, which hears of it at once.
     */
    public void connect(End here, NetworkNamespace other, End there) {
        socket.change(
                "make " + here.name() + " in " + namespace + " and " + there.name() + " in " + other,
                LinkMessages.makeVeth(
                        NEXT_INDEX.getAndIncrement(),
                        here.name(),
                        here.mac(),
                        there.name(),
                        there.mac(),
                        other.fd().number()));
    }

    /** Makes a bridge; it is down and has no ports. */
    public void makeBridge(String name) {
        socket.change("make bridge " + name + " in " + namespace, LinkMessages.makeBridge(name));
    }

    /** Makes the interface a port of the bridge. */
    public void attach(String name, String bridge) {
        socket.change(
                "attach " + name + " to " + bridge + " in " + namespace,
                LinkMessages.setMaster(index(name), index(bridge)));
    }

    /** Takes the interface out of its bridge, if it is in one. */
    public void detach(String name) {
        socket.change("detach " + name + " in " + namespace, LinkMessages.setMaster(index(name), 0));
    }

    public void setUp(String name, boolean up) {
        setUp(index(name), up);
    }

    /** As {@link #setUp(String, boolean)}, for who knows the index already: nobody has to look it up in the namespace. */
    public void setUp(int index, boolean up) {
        String what = "set interface " + index + " in " + namespace + (up ? " up" : " down");
        socket.change(what, LinkMessages.setUp(index, up));
    }

    /**
     * Whether the interface is up, has a carrier, and the kernel has taken notice and lets packets out. The question waits
     * for none of the kernel's changes to other interfaces, so it may be asked often.
     */
    public boolean isRunning(String name) {
        return InterfaceRequest.isRunning(asking, name);
    }

    /**
     * Has the kernel take notice of the carrier that the interface has now, so that it lets packets out if it has one; a kernel before
     * Linux 6.8 does so in its own time. This waits for whatever the kernel is changing.
     */
    public void noticeCarrier(String name) {
        InterfaceRequest.noticeCarrier(asking, name);
    }

    public void setMtu(String name, int mtu) {
        socket.change("set MTU of " + name + " in " + namespace, LinkMessages.setMtu(index(name), mtu));
    }

    /** How many packets may wait to be sent by it. */
    public void setQueueLength(String name, int packets) {
        socket.change(
                "set txqueuelen of " + name + " in " + namespace, LinkMessages.setQueueLength(index(name), packets));
    }

    /**
     * Makes the interface send frames as they would be on a cable: checksums finished, none longer than the MTU; and
     * merge none that it receives.
     */
    public void takeOffloadsOff(String name) {
        namespace.run(() -> InterfaceRequest.takeOffloadsOff(name));
    }

    /** Makes {@code address} be found at {@code mac} on that interface, without ARP, for good. */
    public void setNeighbour(String name, Ipv4 address, MacAddress mac) {
        socket.change(
                "set neighbour " + address + " of " + name + " in " + namespace,
                NeighbourMessages.putPermanent(index(name), address, mac));
    }

    /** Answers that {@code destination} is unreachable, unless a longer prefix is routed elsewhere. */
    public void putUnreachable(Ipv4Prefix destination) {
        socket.change(
                "make " + destination + " unreachable in " + namespace, RouteMessages.putUnreachable(destination));
    }

    /** Deletes the interface, with its peer if it has one. */
    public void delete(String name) {
        socket.change("delete " + name + " in " + namespace, LinkMessages.delete(index(name)));
    }

    /**
     * The index of the interface.
     *
     * @throws NativeException when there is none of that name
     */
    public int index(String name) {
        return Kernel.check("find " + name + " in " + namespace, namespace.call(() -> InterfaceRequest.indexOf(name)));
    }

    @Override
    public void close() {
        asking.close();
        socket.close();
    }
}
