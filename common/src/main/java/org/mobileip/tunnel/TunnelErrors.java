package org.mobileip.tunnel;

import org.jspecify.annotations.Nullable;
import org.mobileip.net.Ipv4;

/**
 * What an ICMP error from within a tunnel changes, and what is said of it to the sender of the datagram that was in the tunnel
 * (RFC 2003 §4 and §5, RFC 2004 §5).
 *
 * <pre>
 *   from within the tunnel                    to the original sender                soft state
 *   3 unreachable: 0 network, 2 protocol      3, code 1 into a network that the     out of reach
 *                                             tunnel extends, else code 0
 *                  1 host                     3, code 1                             out of reach
 *                  3 port, 5 source route     nothing
 *                  4 too big                  3, code 4, MTU less the overhead      MTU
 *   4 source quench, 5 redirect               nothing
 *   11 time exceeded, code 0                  3, code 1                             out of reach, more TTL
 *   12 parameter problem                      12, if it points into the datagram
 * </pre>
 *
 * <p>Anybody can send such an error. One is believed only if it quotes a packet that went into a tunnel of ours a short while
 * ago ({@link SentSamples}), and what it can do is bounded: a path is never believed to be narrower than 576 octets, for ten
 * minutes; an exit that is said to be out of reach is sent to all the same. For one thread.
 */
public final class TunnelErrors {

    /** Where errors go. */
    @FunctionalInterface
    public interface Outlet {

        /** Sends an ICMP error. */
        void answer(PacketBuffer error, Ipv4 to);
    }

    private static final int RELAYED_A_SECOND = 200;
    private static final int RELAYED_AT_ONCE = 50;
    private static final int QUOTE_AT = 8;
    private static final int LEAST_QUOTE = PacketBuffer.HEADER + IpInIp.QUOTED_PAYLOAD;

    /** RFC 1191 §7.1: where a router does not say what its next link takes, the next of these below is tried. */
    private static final int[] PLATEAUS = {32000, 17914, 8166, 4352, 2002, 1492, 1006};

    /**
     * An error that is believed: the beginning of the packet it is about, and what is said of that.
     *
     * @param udp how many octets of UDP were taken out of the quote
     */
    private record Report(PacketBuffer quote, TunnelExit exit, int udp, int tunnelSource, int code, int rest) {}

    private final TunnelEnd end;
    private final Outlet outlet;
    private final PacketBuffer error;
    private final TokenBucket relays = new TokenBucket(RELAYED_A_SECOND, RELAYED_AT_ONCE);
    private final Tally heard = new Tally();
    private final Tally believed = new Tally();
    private final Tally relayed = new Tally();
    private int identification;

    /** @param error room for an ICMP error, {@link PacketBuffer#HEADROOM} and 576 octets */
    public TunnelErrors(TunnelEnd end, Outlet outlet, PacketBuffer error) {
        this.end = end;
        this.outlet = outlet;
        this.error = error;
    }

    /** ICMP errors that came. */
    public long heard() {
        return heard.value();
    }

    /** Those among them that were about a packet of ours. */
    public long believed() {
        return believed.value();
    }

    /** Those that the original sender was told of. */
    public long relayed() {
        return relayed.value();
    }

    /** Takes in one ICMP message, its IP header included, which may be written over. */
    public void hear(PacketBuffer message) {
        heard.add(1);
        if (Sanity.check(message).isPresent() || message.protocol() != IcmpError.PROTOCOL || message.isFragment()) {
            return;
        }
        int icmp = message.headerLength();
        if (message.length() < icmp + QUOTE_AT + LEAST_QUOTE
                || InternetSum.fold(message.sum(icmp, message.length() - icmp)) != 0xffff
                || !IcmpError.isError(message.u8(icmp))) {
            return;
        }
        int type = message.u8(icmp);
        int code = message.u8(icmp + 1);
        int rest = message.i32(icmp + 4);
        int to = message.destination();
        message.strip(icmp + QUOTE_AT);
        trim(message, type, rest);
        TunnelExit exit = exitOf(message, to);
        if (exit != null) {
            believed.add(1);
            int udp = message.protocol() == InUdp.PROTOCOL ? InUdp.OVERHEAD : 0;
            if (udp > 0) {
                InUdp.openQuote(message);
            }
            believe(new Report(message, exit, udp, to, code, rest), type);
        }
    }

    /** Takes off what is not of the quoted datagram: the extensions of RFC 4884, whose length field tells of them. */
    private static void trim(PacketBuffer quote, int type, int rest) {
        int words = type == IcmpError.PARAMETER_PROBLEM
                        || type == IcmpError.TIME_EXCEEDED
                        || type == IcmpError.DESTINATION_UNREACHABLE
                ? rest >>> 16 & 0xff
                : 0;
        int quoted = words == 0 ? quote.length() : Math.min(quote.length(), words * 4);
        quote.trim(Math.max(LEAST_QUOTE, quoted));
    }

    /** Where the quoted packet went, if it is one that we sent; else null. */
    private @Nullable TunnelExit exitOf(PacketBuffer quote, int to) {
        if (quote.version() != 4
                || quote.headerLength() < PacketBuffer.HEADER
                || quote.length() < quote.headerLength() + IpInIp.QUOTED_PAYLOAD
                || !quote.hasPayloadHeader()
                || quote.source() != to
                || !end.isLocalEnd(to)
                || !isOfTunnel(quote)) {
            return null;
        }
        TunnelExit exit = end.exit(to, quote.destination());
        return exit != null && end.hasSent(exit, quote) ? exit : null;
    }

    /** Within UDP, it must be long enough to show what is in there. */
    private static boolean isOfTunnel(PacketBuffer quote) {
        return quote.protocol() == InUdp.PROTOCOL
                ? InUdp.isTunnelData(quote, IpInIp.QUOTED_PAYLOAD)
                : Wrapper.ofProtocol(quote.protocol()) != null;
    }

    private void believe(Report report, int type) {
        switch (type) {
            case IcmpError.DESTINATION_UNREACHABLE -> unreachable(report);
            case IcmpError.TIME_EXCEEDED -> timeExceeded(report);
            case IcmpError.PARAMETER_PROBLEM -> parameterProblem(report);
            default -> {} // §4.2, §4.3: neither source quench nor redirect is relayed, and neither says what we could
            // use
        }
    }

    /** §4.1; codes 6 to 13 are those of RFC 1122 §3.2.2.1 and RFC 1812 §5.2.7.1. */
    private void unreachable(Report report) {
        switch (report.code) {
            case IcmpError.FRAGMENTATION_NEEDED -> tooBig(report);
            case 0, 2, 6, 9, 11 ->
                outOfReach(report, end.extendsNetwork() ? IcmpError.HOST_UNREACHABLE : IcmpError.NETWORK_UNREACHABLE);
            case 1, 7, 8, 10, 12, 13 -> outOfReach(report, IcmpError.HOST_UNREACHABLE);
            default -> {} // port unreachable, source route failed: MUST NOT be relayed
        }
    }

    private void outOfReach(Report report, int code) {
        report.exit.cannotBeReached(code, end.ticker().now());
        end.believed(report.exit);
        relay(report, IcmpError.DESTINATION_UNREACHABLE, code, 0);
    }

    /** §4.4. Code 1 is not about the way: the exit itself did not get all fragments. */
    private void timeExceeded(Report report) {
        if (report.code == 0) {
            report.exit.endedOnTheWay();
            outOfReach(report, IcmpError.HOST_UNREACHABLE);
        }
    }

    /** §5.1. */
    private void tooBig(Report report) {
        int sent = report.quote.totalLength() + report.udp;
        int nextHop = report.rest & 0xffff;
        int mtu = nextHop != 0 ? nextHop : plateauBelow(sent);
        if (!report.quote.dontFragment() || mtu >= sent) {
            return;
        }
        report.exit.narrow(mtu, end.ticker().now());
        end.believed(report.exit);
        int outer = report.quote.start();
        if (recover(report.quote)) {
            int overhead = report.quote.start() - outer + report.udp;
            send(
                    report,
                    IcmpError.DESTINATION_UNREACHABLE,
                    IcmpError.FRAGMENTATION_NEEDED,
                    report.exit.mtu() - overhead);
        }
    }

    private static int plateauBelow(int length) {
        for (int plateau : PLATEAUS) {
            if (plateau < length) {
                return plateau;
            }
        }
        return TunnelExit.LEAST_MTU;
    }

    /** §4.5. */
    private void parameterProblem(Report report) {
        int pointer = (report.rest >>> 24) - report.udp;
        int before = wrapperOf(report.quote).quotedBefore(report.quote);
        boolean pointsIntoDatagram = before > 0
                ? pointer >= before
                : pointer >= PacketBuffer.HEADER
                        && pointer < report.quote.headerLength(); // the options are as they were
        if (pointsIntoDatagram) {
            relay(report, IcmpError.PARAMETER_PROBLEM, report.code, (pointer - before) << 24);
        }
    }

    private void relay(Report report, int type, int code, int rest) {
        if (recover(report.quote)) {
            send(report, type, code, rest);
        }
    }

    /** Makes the original datagram of the quoted one; where there is too little of it, soft state must do (§5). */
    private static boolean recover(PacketBuffer quote) {
        return wrapperOf(quote).recover(quote) && quote.version() == 4;
    }

    private static Wrapper wrapperOf(PacketBuffer quote) {
        Wrapper wrapper = Wrapper.ofProtocol(quote.protocol());
        if (wrapper == null) {
            throw new AssertionError("a quote of protocol " + quote.protocol() + " was believed");
        }
        return wrapper;
    }

    private void send(Report report, int type, int code, int rest) {
        PacketBuffer original = report.quote;
        Flow flow = end.flowOfQuoted(original, report.tunnelSource, report.exit);
        if (flow == null
                || !IcmpError.mayBeSentAbout(original)
                || !relays.take(end.ticker().now())) {
            return;
        }
        IcmpError.write(error, original, end.answersFrom(flow), type, code, rest, ++identification & 0xffff);
        outlet.answer(error, new Ipv4(error.destination()));
        relayed.add(1);
    }
}
