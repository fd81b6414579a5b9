package org.mobileip.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.mobileip.config.MobileNodeConfig.Flow;
import org.mobileip.net.FlowSelector;
import org.mobileip.net.FlowSelector.Range;

/** Reads {@code [[flow]]} of a mobile node: which traffic goes by which interface. */
final class FlowReader {

    /** As many as a home agent of ours takes, less the one for everything else. */
    private static final int MOST = 15;

    /** Protocols with ports that both ends can tell. */
    private static final List<Long> WITH_PORTS = List.of(6L, 17L, 33L, 132L, 136L);

    private static final Map<String, Integer> PROTOCOLS =
            Map.of("icmp", 1, "tcp", 6, "udp", 17, "gre", 47, "esp", 50, "ah", 51, "sctp", 132);

    private FlowReader() {}

    /** @param isReverse whether this node tunnels what it sends */
    static List<Flow> read(TableReader root, List<InterfaceMatch> interfaces, boolean isReverse) {
        List<TableReader> tables = root.tables("flow");
        if (!tables.isEmpty() && !isReverse) {
            root.warn(
                    tables.get(0).header(),
                    "without a reverse tunnel flows go their ways only towards this node",
                    "reverse = true in [tunnel]");
        }
        if (tables.size() > MOST) {
            root.report(
                    tables.get(MOST).header(),
                    new BadValue("more than " + MOST + " flows", "each datagram is compared with all of them"));
        }
        return tables.stream()
                .flatMap(table -> read(table, interfaces).stream())
                .toList();
    }

    private static Optional<Flow> read(TableReader table, List<InterfaceMatch> interfaces) {
        FlowSelector which = selector(table);
        boolean isDropped = table.optional("drop", Values::bool).orElse(false);
        List<InterfaceMatch> uplinks = uplinks(table, interfaces);
        if (isDropped && table.has("uplink")) {
            table.report(
                    table.keyPlaceOf("drop"),
                    new BadValue("a flow goes by an uplink or is dropped, not both", "leave one of them out"));
        } else if (!isDropped && !table.has("uplink")) {
            table.missing("uplink");
        }
        table.reportUnknownKeys();
        return isDropped || !uplinks.isEmpty() ? Optional.of(new Flow(which, uplinks)) : Optional.empty();
    }

    private static List<InterfaceMatch> uplinks(TableReader table, List<InterfaceMatch> interfaces) {
        Values.Parser<InterfaceMatch> parser = raw -> uplink(raw, interfaces);
        return table.isList("uplink")
                ? List.copyOf(table.list("uplink", parser).values())
                : table.optional("uplink", parser).map(List::of).orElse(List.of());
    }

    /** One that is named must be among those that may be used; a pattern may be for what is plugged in later. */
    private static InterfaceMatch uplink(Object raw, List<InterfaceMatch> interfaces) throws BadValue {
        InterfaceMatch match = Values.interfaceMatch(raw);
        boolean isName = !match.pattern().contains("*") && !match.pattern().contains("?");
        if (isName && interfaces.stream().noneMatch(each -> each.matches(match.pattern()))) {
            throw new BadValue(
                    "no [[interface]] matches \"" + match.pattern() + "\"",
                    "[[interface]] with match = \"" + match.pattern() + "\"");
        }
        return match;
    }

    private static FlowSelector selector(TableReader table) {
        FlowSelector which = table.optional("protocol", FlowReader::protocol)
                .map(FlowSelector.ANY::ofProtocol)
                .orElse(FlowSelector.ANY);
        boolean isBad = table.has("protocol") && which.protocol().isEmpty(); // That was said already.
        boolean hasPorts = isBad
                || which.protocol()
                        .filter(range -> WITH_PORTS.contains(range.first()))
                        .isPresent();
        for (String key : List.of("remote_port", "local_port")) {
            if (table.has(key) && !hasPorts) {
                table.report(
                        table.keyPlaceOf(key),
                        new BadValue(key + " without a protocol that has ports", "protocol = \"udp\", for example"));
            }
        }
        Optional<Range> remotePort = table.optional("remote_port", FlowReader::ports);
        Optional<Range> localPort = table.optional("local_port", FlowReader::ports);
        FlowSelector withRemote =
                table.optional("remote", Values::prefix).map(which::withRemote).orElse(which);
        FlowSelector withPort = remotePort.map(withRemote::withRemotePort).orElse(withRemote);
        FlowSelector withPorts = localPort.map(withPort::withLocalPort).orElse(withPort);
        return table.optional("dscp", Values.integer(0, 63))
                .map(value -> withPorts.withDscp(Range.of(value)))
                .orElse(withPorts);
    }

    private static int protocol(Object raw) throws BadValue {
        if (raw instanceof String text) {
            Integer known = PROTOCOLS.get(text.toLowerCase(Locale.ROOT));
            if (known == null) {
                throw new BadValue(
                        "unknown protocol \"" + text + "\"",
                        "icmp, tcp, udp, sctp, gre, esp, ah, or a number from 0 to 255");
            }
            return known;
        }
        return Values.integer(0, 255).parse(raw);
    }

    /** A port, or a range of them in a string. */
    private static Range ports(Object raw) throws BadValue {
        if (!(raw instanceof String text)) {
            return Range.of(Values.integer(1, 65535).parse(raw));
        }
        String[] ends = text.split("-", -1);
        if (ends.length > 2 || !text.matches("[0-9]{1,5}(-[0-9]{1,5})?")) {
            throw new BadValue("\"" + text + "\" is no range of ports", "5004, or \"5000-5010\"");
        }
        int first = Integer.parseInt(ends[0]);
        int last = Integer.parseInt(ends[ends.length - 1]);
        if (first < 1 || last > 65535 || last < first) {
            throw new BadValue("\"" + text + "\" is no range of ports", "from 1 to 65535, the lower one first");
        }
        return new Range(first, last);
    }
}
