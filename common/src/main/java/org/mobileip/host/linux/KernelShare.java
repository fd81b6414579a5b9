package org.mobileip.host.linux;

import java.util.List;
import java.util.Set;
import org.mobileip.net.Ipv4;

/**
 * What a tunnel of the kernel's own takes of all that comes in tunnels, so that nobody else should: IP in IP or GRE without keys to
 * or from {@code end}, but neither what comes from {@code keptExits} nor, from anywhere, what has inside something that is more
 * than to be passed on.
 *
 * @param protocols which of the two: {@link #IP_IN_IP}, {@link #GRE}
 * @param end of a home agent its own end of the tunnels; of a mobile node the far one
 * @param isFarEnd which of the two it is
 * @param keptExits far ends that are kept from the kernel, {@value #MOST_KEPT} at most
 * @param keepsSyns whether beginnings of TCP connections are kept from it, to be changed
 */
public record KernelShare(Set<Integer> protocols, Ipv4 end, boolean isFarEnd, Set<Ipv4> keptExits, boolean keepsSyns) {

    /** RFC 2003. */
    public static final int IP_IN_IP = 4;

    /** RFC 2784: of its headers those without any further field. */
    public static final int GRE = 47;

    /** So many addresses one filter of a socket looks through for each packet. */
    public static final int MOST_KEPT = 1000;

    /** Inside: which groups a node has joined (IGMP), and what is a tunnel's packet again. Beside these ICMP to or from the end. */
    public static final List<Integer> KEPT_PROTOCOLS = List.of(2, 4, 41, 47, 55);

    /** Inside: registrations, which never come through a tunnel. */
    public static final int KEPT_PORT = 434;

    /** @throws IllegalArgumentException for too many addresses, or another protocol */
    public KernelShare {
        protocols = Set.copyOf(protocols);
        keptExits = Set.copyOf(keptExits);
        if (!Set.of(IP_IN_IP, GRE).containsAll(protocols)) {
            throw new IllegalArgumentException("protocols " + protocols);
        }
        if (keptExits.size() > MOST_KEPT) {
            throw new IllegalArgumentException(keptExits.size() + " far ends are kept from the kernel");
        }
    }

    /** What comes to {@code localEnd} from anybody but {@code keptExits}. */
    public static KernelShare ofHomeAgent(
            Set<Integer> protocols, Ipv4 localEnd, Set<Ipv4> keptExits, boolean keepsSyns) {
        return new KernelShare(protocols, localEnd, false, keptExits, keepsSyns);
    }

    /** What comes from {@code homeAgent}. */
    public static KernelShare ofMobileNode(int protocol, Ipv4 homeAgent, boolean keepsSyns) {
        return new KernelShare(Set.of(protocol), homeAgent, true, Set.of(), keepsSyns);
    }
}
