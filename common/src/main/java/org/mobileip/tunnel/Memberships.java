package org.mobileip.tunnel;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The groups that mobile nodes have joined through their tunnels (RFC 5944 §4.4): what they say in IGMP, versions 1 to 3, with
 * the home address as its source. A membership lasts until the node leaves the group or has no binding any more; nobody is
 * asked whether it still is. Which senders a node wants of a group (version 3) is not looked at: it gets what anybody sends
 * there. Seldom asked, so there is one lock.
 *
 * <pre>
 *  | Type 0x12, 0x16: joined; 0x17: left | Max Resp Time | Checksum | Group Address |                     versions 1 and 2
 *  | Type 0x22 | Reserved | Checksum | Reserved | Number of Group Records |                               version 3
 *    each: | Record Type | Aux Data Len | Number of Sources | Multicast Address | sources, 4 each | aux, 4 each |
 * </pre>
 */
final class Memberships {

    /** IPPROTO_IGMP. */
    static final int PROTOCOL = 2;

    /** A node has no more groups than this; what it joins beyond is not heard. */
    static final int MOST_OF_A_NODE = 32;

    private static final int REPORT_1 = 0x12;
    private static final int REPORT_2 = 0x16;
    private static final int LEAVE_2 = 0x17;
    private static final int REPORT_3 = 0x22;
    private static final int SHORTEST = 8;
    private static final int RECORD = 8;

    private static final int IS_INCLUDE = 1;
    private static final int IS_EXCLUDE = 2;
    private static final int TO_INCLUDE = 3;
    private static final int TO_EXCLUDE = 4;
    private static final int ALLOW = 5;

    private final Map<Integer, Set<Integer>> groups = new HashMap<>();

    /** Takes in what the node with {@code home} sent; what is not a sound report is not heard. */
    synchronized void heard(int home, PacketBuffer igmp) {
        int at = igmp.headerLength();
        int length = igmp.length() - at;
        if (igmp.isFragment() || length < SHORTEST || InternetSum.fold(igmp.sum(at, length)) != 0xffff) {
            return;
        }
        switch (igmp.u8(at)) {
            case REPORT_1, REPORT_2 -> join(home, igmp.i32(at + 4));
            case LEAVE_2 -> leave(home, igmp.i32(at + 4));
            case REPORT_3 -> records(home, igmp, at + SHORTEST, igmp.u16(at + 6));
            default -> {} // a query, or what nobody knows
        }
    }

    private void records(int home, PacketBuffer igmp, int first, int count) {
        int at = first;
        for (int record = 0; record < count && at + RECORD <= igmp.length(); record++) {
            int sources = igmp.u16(at + 2);
            int end = at + RECORD + 4 * (sources + igmp.u8(at + 1));
            if (end > igmp.length()) {
                return;
            }
            switch (igmp.u8(at)) {
                case IS_EXCLUDE, TO_EXCLUDE, ALLOW -> join(home, igmp.i32(at + 4));
                case IS_INCLUDE, TO_INCLUDE -> {
                    if (sources > 0) {
                        join(home, igmp.i32(at + 4));
                    } else {
                        leave(home, igmp.i32(at + 4));
                    }
                }
                default -> {} // fewer senders of a group, which are not told apart here
            }
            at = end;
        }
    }

    private void join(int home, int group) {
        if (group >>> 28 == 0xe) {
            Set<Integer> joined = groups.computeIfAbsent(home, key -> new HashSet<>());
            if (joined.size() < MOST_OF_A_NODE) {
                joined.add(group);
            }
        }
    }

    private void leave(int home, int group) {
        Set<Integer> joined = groups.getOrDefault(home, Set.of());
        if (joined.contains(group)) {
            joined.remove(group);
            if (joined.isEmpty()) {
                groups.remove(home);
            }
        }
    }

    /** Whether the node with {@code home} is in {@code group}. */
    synchronized boolean has(int home, int group) {
        return groups.getOrDefault(home, Set.of()).contains(group);
    }

    /** The node with {@code home} has no binding any more. */
    synchronized void forget(int home) {
        groups.remove(home);
    }
}
