package org.mobileip.scenarios.foreignagent.daemon;

import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import org.mobileip.net.Datagram;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.net.MacAddress;
import org.mobileip.net.Octets;
import org.mobileip.scenarios.foreignagent.Effect;
import org.mobileip.scenarios.foreignagent.Event;
import org.mobileip.wire.ControlMessage;
import org.mobileip.wire.IcmpMessage;
import org.mobileip.wire.Ipv4Header;
import org.mobileip.wire.MalformedMessageException;
import org.mobileip.wire.UdpHeader;

/** What comes by the link below the kernel's sockets, as events; and what goes there, as octets. */
public final class LinkPackets {

    private static final int QUOTE_AT = 8;
    private static final int REGISTRATION_REQUEST = 1;
    private static final int TIME_TO_LIVE = 64;

    private LinkPackets() {}

    /**
     * The request in a datagram that is for us or for all agents, with a checksum that is right or not there (§3.7.2.1).
     *
     * @param address ours on the link
     * @param sender the source of its frame
     * @param packet from its IP header on
     */
    public static Optional<Event> request(
            Ipv4 address, int linkIndex, Instant timeOfDay, MacAddress sender, Octets packet) {
        try {
            Ipv4Header ip = Ipv4Header.decode(packet);
            Octets datagram = ip.payloadOf(packet);
            UdpHeader udp = UdpHeader.decode(datagram);
            boolean isForUs = ip.destination().equals(address)
                    || ip.destination().isMulticast()
                    || ip.destination().isBroadcast();
            if (!isForUs || !udp.checksumIsGood(ip.source(), ip.destination(), datagram)) {
                return Optional.empty();
            }
            return Optional.of(new Event.Requested(
                    sender,
                    ip.timeToLive(),
                    new Datagram(
                            new Endpoint(ip.source(), udp.sourcePort()),
                            new Endpoint(ip.destination(), udp.destinationPort()),
                            linkIndex,
                            timeOfDay,
                            udp.payloadOf(datagram))));
        } catch (MalformedMessageException nothing) {
            return Optional.empty();
        }
    }

    /** Whether a datagram that reached our UDP port is a node's: {@link #request} knows more of it. */
    public static boolean isRequestOn(int linkIndex, Datagram datagram) {
        return datagram.interfaceIndex() == linkIndex
                && !datagram.payload().isEmpty()
                && datagram.payload().u8(0) == REGISTRATION_REQUEST;
    }

    /** The ICMP error, if it quotes a datagram from one of {@code careOf}, port 434, to port 434 (§3.7.3). */
    public static Optional<Event> unreachable(Collection<Ipv4> careOf, Octets packet) {
        try {
            Ipv4Header ip = Ipv4Header.decode(packet);
            Octets message = ip.payloadOf(packet);
            IcmpMessage icmp = IcmpMessage.decode(message);
            Octets quote = message.slice(Math.min(QUOTE_AT, message.size()));
            boolean isWhole = quote.size() >= Ipv4Header.LEAST_SIZE + Integer.BYTES;
            int ports = isWhole ? (quote.u8(0) & 0xf) * 4 : 0;
            boolean isOurs = isWhole
                    && quote.size() >= ports + Integer.BYTES
                    && quote.u8(9) == Ipv4Header.UDP
                    && careOf.contains(quote.ipv4(12))
                    && quote.u16(ports) == ControlMessage.PORT
                    && quote.u16(ports + 2) == ControlMessage.PORT;
            return isOurs
                    ? Optional.of(new Event.Unreachable(quote.ipv4(16), icmp.type(), icmp.code()))
                    : Optional.empty();
        } catch (MalformedMessageException nothing) {
            return Optional.empty();
        }
    }

    /** The datagram that {@code answer} wants, from its IP header on. */
    public static Octets datagram(Effect.Answer answer) {
        return datagram(answer.from(), answer.to(), TIME_TO_LIVE, answer.octets());
    }

    /** A UDP datagram, from its IP header on. */
    static Octets datagram(Endpoint from, Endpoint to, int timeToLive, Octets payload) {
        Octets datagram = UdpHeader.datagram(from, to, payload);
        return Ipv4Header.of(Ipv4Header.UDP, from.address(), to.address(), datagram.size())
                .withTimeToLive(timeToLive)
                .encode()
                .plus(datagram);
    }
}
