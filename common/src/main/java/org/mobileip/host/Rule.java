package org.mobileip.host;

import java.util.Optional;
import java.util.OptionalInt;
import org.mobileip.net.Ipv4Prefix;

/**
 * A policy routing rule: which table a packet is looked up in.
 *
 * @param priority the rule's place in the order, 1 to 32765 here
 * @param source packets from this prefix; empty: from anywhere
 * @param mark packets with exactly this firewall mark; empty: whatever the mark
 * @param table the table to look in
 * @param suppressPrefixLength ignore results with a prefix of this length or shorter; 0 ignores the default route
 * @param protocol who made it ({@code protocol} in ip-rule(8)), 0 to 255
 * @param incoming packets that came by the interface of this name; empty: by any, or from this machine
 */
public record Rule(
        int priority,
        Optional<Ipv4Prefix> source,
        OptionalInt mark,
        int table,
        OptionalInt suppressPrefixLength,
        int protocol,
        Optional<String> incoming) {

    /** A rule for packets whichever interface they came by. */
    public Rule(
            int priority,
            Optional<Ipv4Prefix> source,
            OptionalInt mark,
            int table,
            OptionalInt suppressPrefixLength,
            int protocol) {
        this(priority, source, mark, table, suppressPrefixLength, protocol, Optional.empty());
    }
}
