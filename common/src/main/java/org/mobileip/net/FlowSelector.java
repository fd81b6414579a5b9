package org.mobileip.net;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which datagrams of a mobile node are one flow: those for which every range holds that is there (RFC 6088 §3.1, which describes
 * datagrams on their way to the node; on the way from it both ends have changed places).
 *
 * @param remoteAddress of the correspondent
 * @param localAddress of the node, or of somebody behind it
 * @param spi the security parameter index of ESP and AH
 * @param remotePort of the correspondent, in TCP, UDP and their like
 * @param localPort of the node
 * @param dscp the differentiated services code point, 0 to 63
 * @param protocol 0 to 255
 */
public record FlowSelector(
        Optional<Range> remoteAddress,
        Optional<Range> localAddress,
        Optional<Range> spi,
        Optional<Range> remotePort,
        Optional<Range> localPort,
        Optional<Range> dscp,
        Optional<Range> protocol) {

    /** All datagrams. */
    public static final FlowSelector ANY = new FlowSelector(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    private static final Map<Long, String> PROTOCOLS =
            Map.of(1L, "icmp", 6L, "tcp", 17L, "udp", 47L, "gre", 50L, "esp", 51L, "ah", 132L, "sctp");

    /**
     * Numbers from {@code first} to {@code last}, both included.
     *
     * @param first 0 to 0xffffffff
     * @param last no less than {@code first}, and no more than 0xffffffff
     */
    public record Range(long first, long last) {

        public Range {
            if (first < 0 || last < first || last > 0xffff_ffffL) {
                throw new IllegalArgumentException("a range from " + first + " to " + last);
            }
        }

        /** One number alone. */
        public static Range of(long only) {
            return new Range(only, only);
        }

        /** The addresses of a network. */
        public static Range of(Ipv4Prefix network) {
            return new Range(
                    network.address().bits() & 0xffff_ffffL, network.broadcast().bits() & 0xffff_ffffL);
        }

        @Override
        public String toString() {
            return first == last ? Long.toString(first) : first + "-" + last;
        }

        private String addresses() {
            Ipv4 from = new Ipv4((int) first);
            int length = 32 - Long.bitCount(last ^ first);
            boolean isNetwork =
                    length >= 0 && of(Ipv4Prefix.around(from, length)).equals(this);
            if (first == last) {
                return from.toString();
            }
            return isNetwork ? from + "/" + length : from + "-" + new Ipv4((int) last);
        }
    }

    /** The same of this protocol alone. */
    public FlowSelector ofProtocol(int number) {
        return new FlowSelector(
                remoteAddress, localAddress, spi, remotePort, localPort, dscp, Optional.of(Range.of(number)));
    }

    /** The same with a correspondent in that network. */
    public FlowSelector withRemote(Ipv4Prefix network) {
        return new FlowSelector(
                Optional.of(Range.of(network)), localAddress, spi, remotePort, localPort, dscp, protocol);
    }

    /** The same with a correspondent's port in that range. */
    public FlowSelector withRemotePort(Range ports) {
        return new FlowSelector(remoteAddress, localAddress, spi, Optional.of(ports), localPort, dscp, protocol);
    }

    /** The same with a port of the node's in that range. */
    public FlowSelector withLocalPort(Range ports) {
        return new FlowSelector(remoteAddress, localAddress, spi, remotePort, Optional.of(ports), dscp, protocol);
    }

    /** The same with these code points alone. */
    public FlowSelector withDscp(Range codePoints) {
        return new FlowSelector(
                remoteAddress, localAddress, spi, remotePort, localPort, Optional.of(codePoints), protocol);
    }

    /** Like {@code udp remote 10.20.0.0/16 remote port 5000-5010}; {@code any} for all. */
    @Override
    public String toString() {
        List<String> words = new ArrayList<>();
        protocol.ifPresent(range -> words.add(
                range.first() == range.last() && PROTOCOLS.containsKey(range.first())
                        ? PROTOCOLS.get(range.first())
                        : "protocol " + range));
        remoteAddress.ifPresent(range -> words.add("remote " + range.addresses()));
        remotePort.ifPresent(range -> words.add("remote port " + range));
        localAddress.ifPresent(range -> words.add("local " + range.addresses()));
        localPort.ifPresent(range -> words.add("local port " + range));
        spi.ifPresent(range -> words.add("spi " + range));
        dscp.ifPresent(range -> words.add("dscp " + range));
        return words.isEmpty() ? "any" : String.join(" ", words);
    }
}
