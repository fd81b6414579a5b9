package org.mobileip.tunnel;

import java.util.function.IntConsumer;
import org.mobileip.net.AddressPairs;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Ipv4;
import org.mobileip.net.TunnelPath;

/**
 * Tunnels through which nothing has gone yet, of home addresses with one plain tunnel each: care-of addresses by home address, and
 * how they are wrapped. One writer, many readers of {@link #get}.
 */
final class SilentFlows {

    private static final int ENDS_AT_NODE = 1;
    private static final int OF_IPIP = 2;
    private static final int OF_MINIMAL = 4;

    private final AddressPairs exits = new AddressPairs();

    /** Whether all that is to be known of it can be kept here. */
    static boolean suits(TunnelPath path) {
        boolean isPlain = path.encapsulation() == Encapsulation.IPIP || path.encapsulation() == Encapsulation.MINIMAL;
        return isPlain && path.udp().isEmpty() && !path.broadcasts();
    }

    /** The same of a path that has been made. */
    static boolean suits(FlowPath path) {
        boolean isPlain = path.wrapper() == IpInIp.WRAPPER || path.wrapper() == MinimalForwarding.WRAPPER;
        return isPlain && path.udp() == null && path.order() == null && !path.broadcasts();
    }

    /** The entry of {@code home}; 0: it has none. For any thread. */
    long get(int home) {
        return exits.get(home);
    }

    void put(int home, TunnelPath path) {
        int wrapped = path.encapsulation() == Encapsulation.IPIP ? OF_IPIP : OF_MINIMAL;
        exits.put(home, path.careOf().bits(), wrapped | (path.endsAtNode() ? ENDS_AT_NODE : 0));
    }

    void put(int home, FlowPath path) {
        int wrapped = path.wrapper() == IpInIp.WRAPPER ? OF_IPIP : OF_MINIMAL;
        exits.put(home, path.exit().bits(), wrapped | (path.endsAtNode() ? ENDS_AT_NODE : 0));
    }

    void remove(int home) {
        exits.remove(home);
    }

    void forEachHome(IntConsumer visitor) {
        exits.forEach((home, exit, number) -> visitor.accept(home));
    }

    int size() {
        return exits.size();
    }

    /** Where the tunnel of an entry leads. */
    static int exitIn(long entry) {
        return AddressPairs.addressIn(entry);
    }

    static Wrapper wrapperIn(long entry) {
        return (AddressPairs.numberIn(entry) & OF_IPIP) != 0 ? IpInIp.WRAPPER : MinimalForwarding.WRAPPER;
    }

    static boolean endsAtNode(long entry) {
        return (AddressPairs.numberIn(entry) & ENDS_AT_NODE) != 0;
    }

    /** The path of an entry as it was asked for. */
    static TunnelPath pathIn(long entry) {
        return new TunnelPath(new Ipv4(exitIn(entry)), wrapperIn(entry).encapsulation(), endsAtNode(entry), false);
    }
}
