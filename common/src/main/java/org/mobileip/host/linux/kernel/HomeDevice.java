package org.mobileip.host.linux.kernel;

import java.util.ArrayList;
import java.util.List;
import org.mobileip.host.linux.NetlinkBatch;
import org.mobileip.host.linux.netlink.FlowerMessages;
import org.mobileip.host.linux.netlink.FlowerMessages.Action;
import org.mobileip.host.linux.netlink.FlowerMessages.Then;
import org.mobileip.host.linux.netlink.LinkMessages;
import org.mobileip.host.linux.netlink.TrafficControlMessages;
import org.mobileip.host.linux.netlink.TrafficControlMessages.Hook;
import org.mobileip.host.linux.netlink.TrafficControlMessages.Place;
import org.mobileip.host.linux.netlink.TunnelMessages;
import org.mobileip.host.linux.netlink.TunnelMessages.Ends;
import org.mobileip.host.linux.netlink.TunnelMessages.Kind;
import org.mobileip.net.Ipv4;

/**
 * The kernel's device that wraps what a mobile node sends: from the care-of address to the home agent. It is up all the time; until it
 * is moved for the first time its ends are on the loopback, and nothing is handed to it.
 */
final class HomeDevice {

    private static final Ipv4 NOWHERE = Ipv4.parse("127.0.0.1");
    private static final Ipv4 NOBODY = Ipv4.parse("127.0.0.2");
    private static final String SUFFIX = "-home";
    private static final String SUFFIX_OF_GRE = "-hgre";

    private final NetlinkBatch kernel;
    private final Kind kind;
    private final int index;
    private final String name;
    private final int mark;

    private HomeDevice(NetlinkBatch kernel, Kind kind, int index, String name, int mark) {
        this.kernel = kernel;
        this.kind = kind;
        this.index = index;
        this.name = name;
        this.mark = mark;
    }

    /** @param mark the firewall mark by which the way of outer packets is looked up; 0: none */
    static HomeDevice make(NetlinkBatch kernel, Kind kind, String tunName, int tunIndex, int mark) {
        String name = TunnelDevice.beside(tunName, kind == Kind.GRE ? SUFFIX_OF_GRE : SUFFIX);
        Ends ends = new Ends(kind, NOWHERE, NOBODY, mark);
        kernel.add("make " + kind + " device " + name, TunnelMessages.makeDevice(name, ends))
                .perform();
        int index = TunnelDevice.indexOf(kernel, name);
        HomeDevice device = new HomeDevice(kernel, kind, index, name, mark);
        kernel.add("name the owner of " + name, TunnelMessages.setAlias(index, TunnelDevice.alias(tunIndex)))
                .add("make clsact at " + name, TrafficControlMessages.makeClsact(index))
                .add(
                        "drop the rest at " + name,
                        FlowerMessages.putForAll(
                                device.ingress(TunnelDevice.REST, 1),
                                new Action.Count(Counters.LEFT_TO_TUN, Then.DROP)));
        if (kind == Kind.GRE) {
            TunnelDevice.keepExtended(kernel, device.ingress(TunnelDevice.EXTENDED, 1));
        }
        kernel.perform();
        kernel.add("set " + name + " up", LinkMessages.setUp(index, true)).perform();
        return device;
    }

    /** Has it wrap for {@code homeAgent} from now on; to be performed by the caller. */
    void move(Ipv4 careOf, Ipv4 homeAgent) {
        kernel.add(
                "move " + name + " to " + careOf,
                TunnelMessages.moveDevice(index, new Ends(kind, careOf, homeAgent, mark)));
    }

    Place ingress(int priority, int handle) {
        return new Place(index, Hook.INGRESS, priority, handle);
    }

    int index() {
        return index;
    }

    String name() {
        return name;
    }

    /** Removes all devices that stand before that TUN device. */
    static void removeAll(NetlinkBatch kernel, int tunIndex) {
        List<TunnelMessages.Device> ours = new ArrayList<>();
        kernel.dump("read links", LinkMessages.dump()).forEach(answer -> TunnelMessages.decodeDevice(answer.payload())
                .filter(device -> device.alias().equals(TunnelDevice.alias(tunIndex)))
                .ifPresent(ours::add));
        ours.forEach(device -> TunnelDevice.removeDevice(kernel, device.index()));
    }
}
