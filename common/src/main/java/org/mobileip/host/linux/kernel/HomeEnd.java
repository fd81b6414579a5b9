package org.mobileip.host.linux.kernel;

import org.mobileip.host.HostException;
import org.mobileip.host.linux.NetlinkBatch;
import org.mobileip.host.linux.netlink.TunnelMessages.Kind;
import org.mobileip.host.linux.tun.TunDataplane;
import org.mobileip.host.linux.tun.TunOptions;

/**
 * What a mobile node has of one kind of tunnels.
 *
 * @param receiver takes what comes to other addresses than that of {@code sender}
 * @param sender wraps what is sent
 * @param filters between them and the TUN device
 */
record HomeEnd(TunnelDevice receiver, HomeDevice sender, HomeFilters filters) {

    /**
     * Makes it, through which nothing goes.
     *
     * @throws HostException as {@link TunnelDevice#make}, or when the devices do not do what they must
     */
    static HomeEnd make(NetlinkBatch kernel, Kind kind, TunDataplane tun, TunOptions options) {
        String name = tun.interfaceName();
        TunnelDevice receiver = TunnelDevice.make(kernel, kind, name, tun.interfaceIndex(), options.mtu());
        try {
            test(kernel, receiver);
            int mark = options.mark().orElse(0);
            HomeDevice sender = HomeDevice.make(kernel, kind, name, tun.interfaceIndex(), mark);
            return new HomeEnd(receiver, sender, new HomeFilters(kernel, receiver, sender, options.clampsSegments()));
        } catch (HostException refused) {
            receiver.close();
            throw refused;
        }
    }

    private static void test(NetlinkBatch kernel, TunnelDevice receiver) {
        RoutingRules forTheTest = new RoutingRules(kernel);
        try {
            forTheTest.put();
            SelfTest.pass(kernel, receiver);
        } finally {
            forTheTest.clear();
        }
    }

    boolean isMadeOf(int linkIndex) {
        return linkIndex == receiver.index() || linkIndex == sender.index();
    }
}
