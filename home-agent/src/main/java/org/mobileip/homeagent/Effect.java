package org.mobileip.homeagent;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.mobileip.net.Datagram;
import org.mobileip.net.Endpoint;
import org.mobileip.net.GreKeys;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.Octets;
import org.mobileip.net.Steering;
import org.mobileip.net.TunnelPath;
import org.mobileip.time.Tick;
import org.mobileip.wire.Identification;
import org.mobileip.wire.Lifetime;
import org.mobileip.wire.MessageString;
import org.mobileip.wire.MobileNetworkAcknowledgement;
import org.mobileip.wire.NotificationCode;
import org.mobileip.wire.ReplyCode;

/**
 * Something the daemon must now do, in the order of the list. An effect names the wanted end, so doing it twice is
 * harmless. The last ten change nothing: they are for the log and the counters.
 */
public sealed interface Effect {

    /**
     * Send these octets from UDP port 434 as one datagram.
     *
     * @param source the IP source address
     * @param to where it goes
     * @param onto the index of the interface it must leave by, whatever the routes say; empty: as the routes say
     */
    record Send(Ipv4 source, Endpoint to, OptionalInt onto, Octets octets) implements Effect {}

    /**
     * Tunnel datagrams for {@code home} along each of {@code paths}, a copy each; none: stop doing so.
     *
     * @param networks the same for whoever is in these networks behind the node, and in no others (RFC 5177 §6.5)
     */
    record Forward(Ipv4 home, List<TunnelPath> paths, List<Ipv4Prefix> networks) implements Effect {
        public Forward {
            paths = List.copyOf(paths);
            networks = List.copyOf(networks);
        }

        /** For a node that is no router. */
        public Forward(Ipv4 home, List<TunnelPath> paths) {
            this(home, paths, List.of());
        }
    }

    /**
     * From the next {@link Forward} of {@code home} on, the GRE tunnel to {@code careOf} has these keys; empty: none. They are
     * forgotten when {@code home} is forwarded no more.
     */
    record AgreeOnKeys(Ipv4 home, Ipv4 careOf, Optional<GreKeys> keys) implements Effect {}

    /**
     * From the next {@link Forward} of {@code home} on, each datagram takes one of its paths, as {@code how} says of them in their
     * order (RFC 7629); empty: a copy takes each. Forgotten when {@code home} is forwarded no more.
     */
    record Steer(Ipv4 home, Optional<Steering> how) implements Effect {}

    /** Answer for {@code home} on the home link, and say so in gratuitous ARP (RFC 5944 §4.6). */
    record Attract(Ipv4 home) implements Effect {}

    /**
     * Stop answering for {@code home} on the home link.
     *
     * @param nodeIsHome the node is back on the link: say so in gratuitous ARP with the node's Ethernet address
     */
    record Release(Ipv4 home, boolean nodeIsHome) implements Effect {}

    /** Send this ICMP message to all hosts on the home link (224.0.0.1, TTL 1). */
    record Advertise(Octets message) implements Effect {}

    /**
     * Keep these changes beyond a restart, all or none of them, after all that was to be kept before.
     *
     * @param changes none: only what was to be kept before
     * @param replyWaits whether the reply that follows, and what is told of it, must wait until that is so: what was promised
     *     must survive. Nothing else waits
     */
    record Remember(List<Change> changes, boolean replyWaits) implements Effect {
        public Remember {
            changes = List.copyOf(changes);
        }

        /** The newest of {@code state}; nothing for a node whose requests carry nonces, which end with the process. */
        static Optional<Change> newest(NodeState state) {
            Optional<Identification> newest = state.replay().newest();
            return newest.isPresent()
                    ? Optional.of(new Change.Newest(state.identity(), newest.get()))
                    : Optional.empty();
        }
    }

    /**
     * Some of the networks of a request, or all of them, are not forwarded (RFC 5177 §6.6).
     *
     * @param networks those, each with the reason
     */
    record NetworksRefused(String node, Ipv4 home, List<MobileNetworkAcknowledgement> networks) implements Effect {
        public NetworksRefused {
            networks = List.copyOf(networks);
        }
    }

    /**
     * The NAT before a node has given it another address or port: the tunnel leads there from now on, for the node has signed it.
     *
     * @param before where it was seen
     * @param after where it is seen now
     */
    record Remapped(String node, Ipv4 home, Ipv4 careOf, Endpoint before, Endpoint after) implements Effect {}

    /**
     * A request was accepted.
     *
     * @param careOf where the node is; its home address when it deregistered all its bindings
     * @param granted zero for a deregistration
     * @param before the care-of addresses until now
     * @param nat where the request came from, if that is a NAT between us and the node
     */
    record Accepted(String node, Ipv4 home, Ipv4 careOf, Lifetime granted, List<Ipv4> before, Optional<Endpoint> nat)
            implements Effect {

        public Accepted {
            before = List.copyOf(before);
        }

        /** Of a node that is behind no NAT. */
        public Accepted(String node, Ipv4 home, Ipv4 careOf, Lifetime granted, List<Ipv4> before) {
            this(node, home, careOf, granted, before, Optional.empty());
        }
    }

    /**
     * A request was denied, and the node told so.
     *
     * @param clockAhead by how much the request's timestamp was ahead of our clock (negative: behind), for code 133
     */
    record Denied(String node, Ipv4 home, Endpoint from, ReplyCode code, Optional<Duration> clockAhead)
            implements Effect {}

    /** A datagram was silently discarded. */
    record Discard(Datagram datagram, DiscardReason why) implements Effect {

        public Endpoint from() {
            return datagram.from();
        }
    }

    /**
     * A security exception (RFC 5944 §3.8.2.1), with what RFC 2006 wants a table of them to show.
     *
     * @param node whose request it claims to be, where that is one that we know
     * @param spi the SPI of its first authorization-enabling extension; 0, which is nobody's, where it has none
     * @param identification that of the request
     */
    record Violation(Endpoint from, Optional<String> node, int spi, Identification identification, Reason reason)
            implements Effect {

        /** What was wrong. */
        public enum Reason {
            NO_SECURITY_ASSOCIATION,
            BAD_AUTHENTICATOR,
            BAD_IDENTIFICATION,
            BAD_SPI,
            MISSING_AUTHENTICATOR,
            BAD_FOREIGN_AGENT,
            UNKNOWN_FOREIGN_AGENT,
            OTHER;

            private final String word = name().toLowerCase(Locale.ROOT);

            /** Its name in tables and logs, like {@code bad_spi}. */
            public String word() {
                return word;
            }
        }

        static Violation of(Authentic authentic, Reason reason) {
            return new Violation(
                    authentic.arrival().from(),
                    Optional.of(authentic.state().name()),
                    authentic.arrival().spi(),
                    authentic.request().identification(),
                    reason);
        }

        static Violation of(Verdict.FailedAuthentication failed) {
            return new Violation(
                    failed.arrival().from(),
                    failed.state().map(NodeState::name),
                    failed.arrival().spi(),
                    failed.arrival().request().identification(),
                    reason(failed.why()));
        }

        static Violation of(Verdict.Forged forged) {
            PlainRequest request = forged.request();
            return new Violation(
                    request.datagram().from(),
                    forged.state().map(NodeState::name),
                    request.authenticator().spi(),
                    request.identification(),
                    reason(forged.why()));
        }

        private static Reason reason(DiscardReason why) {
            return switch (why) {
                case UNKNOWN_NODE -> Reason.NO_SECURITY_ASSOCIATION;
                case UNKNOWN_SPI -> Reason.BAD_SPI;
                case WRONG_AUTHENTICATOR -> Reason.BAD_AUTHENTICATOR;
                case NO_AUTHENTICATOR -> Reason.MISSING_AUTHENTICATOR;
                default -> Reason.OTHER;
            };
        }
    }

    /**
     * A binding was ended before its time (RFC 3543).
     *
     * @param told whether the other side is told; else it was the one to say so, or does not want to know
     */
    record Revoked(String node, Ipv4 home, Ipv4 careOf, boolean told) implements Effect {}

    /**
     * What a node was to be told (RFC 6098) is settled.
     *
     * @param answer of the node; empty: there was none
     */
    record Notified(String node, Ipv4 home, Optional<NotificationCode> answer) implements Effect {}

    /** A node has told us something (RFC 6098); empty: no words. */
    record Told(String node, Ipv4 home, Ipv4 careOf, Optional<MessageString> words) implements Effect {}

    /** A binding came to the end of its lifetime. */
    record Expired(String node, Ipv4 home, Ipv4 careOf) implements Effect {}

    /** A binding is there again after a restart, until {@code ends}. */
    record Resumed(String node, Ipv4 home, Ipv4 careOf, Tick ends) implements Effect {}

    /** A binding from before a restart is not there any more, and why. */
    record LeftOut(Ipv4 home, Ipv4 careOf, String why) implements Effect {}
}
