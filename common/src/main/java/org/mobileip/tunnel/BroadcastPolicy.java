package org.mobileip.tunnel;

import java.util.Set;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;

/**
 * Which datagrams of the home network are passed on to mobile nodes that asked for broadcasts; "a matter of configuration at
 * the home agent" (RFC 5944 §4.3).
 *
 * @param network the home network
 * @param broadcasts whether those to 255.255.255.255 and to the network's broadcast address are
 * @param multicasts whether those to groups that a node has joined through its tunnel are
 * @param groups those that are passed on to whoever asked for broadcasts, joined or not
 * @param perSecond so many copies a second over all nodes, 1 and up, and as many at once after a quiet second
 */
public record BroadcastPolicy(
        Ipv4Prefix network, boolean broadcasts, boolean multicasts, Set<Ipv4> groups, int perSecond) {

    public BroadcastPolicy {
        groups = Set.copyOf(groups);
    }

    /** The addresses that broadcasts go to, be they passed on or not. */
    public Set<Ipv4> broadcastAddresses() {
        return network.length() < 31 ? Set.of(Ipv4.BROADCAST, network.broadcast()) : Set.of(Ipv4.BROADCAST);
    }

    /** Whether anything is passed on. */
    public boolean isOn() {
        return broadcasts || hearsGroups();
    }

    /** Whether anything that goes to a group is passed on. */
    public boolean hearsGroups() {
        return multicasts || !groups.isEmpty();
    }
}
