package org.mobileip.mobilenode;

import java.util.List;
import java.util.function.Predicate;
import org.mobileip.auth.SecurityAssociation;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.InterfaceAddress;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.wire.Lifetime;

/**
 * What the mobile node is configured with (RFC 5944 §3.6).
 *
 * @param home the home address with the prefix length of the home network
 * @param homeAgent its address
 * @param security the mobility security association with the home agent
 * @param lifetime to ask for
 * @param reverseTunneling whether to ask for a reverse tunnel (T, RFC 3024)
 * @param tunnelInterface name of the TUN device
 * @param tunnelled destinations reached through the tunnel; {@link Ipv4Prefix#ALL} for everything
 * @param encapsulation what the home agent is asked to wrap datagrams in (M, G); what this node wraps its own in
 * @param broadcasts whether to ask for broadcast datagrams of the home network (B)
 * @param interfaces which names are usable, the best first
 */
public record Settings(
        InterfaceAddress home,
        Ipv4 homeAgent,
        SecurityAssociation security,
        Lifetime lifetime,
        boolean reverseTunneling,
        String tunnelInterface,
        List<Ipv4Prefix> tunnelled,
        Encapsulation encapsulation,
        boolean broadcasts,
        List<Predicate<String>> interfaces) {

    public Settings {
        tunnelled = List.copyOf(tunnelled);
        interfaces = List.copyOf(interfaces);
    }

    /** IP within IP, without broadcasts. */
    public Settings(
            InterfaceAddress home,
            Ipv4 homeAgent,
            SecurityAssociation security,
            Lifetime lifetime,
            boolean reverseTunneling,
            String tunnelInterface,
            List<Ipv4Prefix> tunnelled,
            List<Predicate<String>> interfaces) {
        this(
                home,
                homeAgent,
                security,
                lifetime,
                reverseTunneling,
                tunnelInterface,
                tunnelled,
                Encapsulation.IPIP,
                false,
                interfaces);
    }

    /** The place of an interface in the order of preference, 0 the best; -1: not to be used. */
    int rank(String interfaceName) {
        for (int i = 0; i < interfaces.size(); i++) {
            if (interfaces.get(i).test(interfaceName)) {
                return interfaceName.equals(tunnelInterface) ? -1 : i;
            }
        }
        return -1;
    }
}
