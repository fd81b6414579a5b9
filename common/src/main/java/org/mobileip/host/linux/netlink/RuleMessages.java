package org.mobileip.host.linux.netlink;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.mobileip.host.Rule;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.Octets;

/**
 * IPv4 policy routing rules: {@code struct fib_rule_hdr}, then FRA_… attributes.
 *
 * <pre>
 * u8 family | u8 destination length | u8 source length | u8 tos | u8 table | u16 | u8 action | u32 flags
 * </pre>
 */
public final class RuleMessages {

    private static final int HEADER_SIZE = 12;
    private static final int AF_INET = 2;
    private static final int FR_ACT_TO_TBL = 1;
    private static final int FIB_RULE_INVERT = 2;

    private static final int FRA_SRC = 2;
    private static final int FRA_IIFNAME = 3;
    private static final int FRA_PRIORITY = 6;
    private static final int FRA_FWMARK = 10;
    private static final int FRA_SUPPRESS_PREFIXLEN = 14;
    private static final int FRA_TABLE = 15;
    private static final int FRA_FWMASK = 16;
    private static final int FRA_PROTOCOL = 21;
    private static final int EVERY_BIT = -1;
    private static final int NOTHING_SUPPRESSED = -1;

    /** What a {@link Rule} can say; a rule with anything else selects less than it would seem to. */
    private static final Set<Integer> UNDERSTOOD = Set.of(
            FRA_SRC,
            FRA_IIFNAME,
            FRA_PRIORITY,
            FRA_FWMARK,
            FRA_SUPPRESS_PREFIXLEN,
            FRA_TABLE,
            FRA_FWMASK,
            FRA_PROTOCOL);

    private RuleMessages() {}

    public static NetlinkMessage dump() {
        Octets payload =
                new PayloadWriter().u8(AF_INET, 0, 0, 0, 0, 0, 0, 0).u32(0).payload();
        return new NetlinkMessage(NetlinkMessage.GET_RULE, NetlinkMessage.REQUEST | NetlinkMessage.DUMP, 0, payload);
    }

    public static NetlinkMessage add(Rule rule) {
        int flags = NetlinkMessage.REQUEST | NetlinkMessage.ACK | NetlinkMessage.CREATE | NetlinkMessage.EXCLUSIVE;
        return message(NetlinkMessage.NEW_RULE, flags, rule);
    }

    public static NetlinkMessage remove(Rule rule) {
        return message(NetlinkMessage.DELETE_RULE, NetlinkMessage.REQUEST | NetlinkMessage.ACK, rule);
    }

    private static NetlinkMessage message(int type, int flags, Rule rule) {
        int shortTable = rule.table() > 0xff ? 0 : rule.table();
        int sourceLength = rule.source().map(Ipv4Prefix::length).orElse(0);
        PayloadWriter payload = new PayloadWriter()
                .u8(AF_INET, 0, sourceLength, 0)
                .u8(shortTable, 0, 0, FR_ACT_TO_TBL)
                .u32(0)
                .attribute(FRA_PRIORITY, rule.priority());
        rule.source()
                .filter(source -> source.length() > 0)
                .ifPresent(source -> payload.attribute(FRA_SRC, source.address()));
        rule.incoming().ifPresent(name -> payload.attribute(FRA_IIFNAME, name));
        rule.mark().ifPresent(mark -> payload.attribute(FRA_FWMARK, mark).attribute(FRA_FWMASK, EVERY_BIT));
        if (shortTable == 0) {
            payload.attribute(FRA_TABLE, rule.table());
        }
        rule.suppressPrefixLength().ifPresent(length -> payload.attribute(FRA_SUPPRESS_PREFIXLEN, length));
        payload.attributeU8(FRA_PROTOCOL, rule.protocol());
        return new NetlinkMessage(type, flags, 0, payload.payload());
    }

    /** The rule a message tells of; empty when a {@link Rule} cannot say all of it. */
    public static Optional<Rule> decode(Octets payload) {
        PayloadReader reader = new PayloadReader(payload, HEADER_SIZE);
        boolean plain = reader.u8(0) == AF_INET
                && reader.u8(1) == 0
                && reader.u8(3) == 0
                && reader.u8(7) == FR_ACT_TO_TBL
                && (reader.u32(8) & FIB_RULE_INVERT) == 0
                && reader.number(FRA_FWMASK).orElse(EVERY_BIT) == EVERY_BIT
                && UNDERSTOOD.containsAll(reader.types());
        return plain ? Optional.of(rule(reader)) : Optional.empty();
    }

    private static Rule rule(PayloadReader reader) {
        int sourceLength = reader.u8(2);
        Ipv4 source = reader.address(FRA_SRC).orElse(Ipv4.UNSPECIFIED);
        int suppressed = reader.number(FRA_SUPPRESS_PREFIXLEN).orElse(NOTHING_SUPPRESSED);
        return new Rule(
                reader.number(FRA_PRIORITY).orElse(0),
                sourceLength == 0 ? Optional.empty() : Optional.of(Ipv4Prefix.around(source, sourceLength)),
                reader.number(FRA_FWMARK),
                reader.number(FRA_TABLE).orElse(reader.u8(4)),
                suppressed == NOTHING_SUPPRESSED ? OptionalInt.empty() : OptionalInt.of(suppressed),
                reader.octet(FRA_PROTOCOL).orElse(0),
                reader.text(FRA_IIFNAME));
    }
}
