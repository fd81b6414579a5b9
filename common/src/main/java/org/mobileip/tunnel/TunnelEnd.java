package org.mobileip.tunnel;

import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.mobileip.net.Ipv4;
import org.mobileip.time.Ticker;

/**
 * One end of tunnels: says what becomes of a packet. It is asked by packet threads, at the same time as the control thread
 * changes the answer, and allocates nothing then.
 */
public abstract sealed class TunnelEnd permits HomeAgentEnd, MobileNodeEnd, ForeignAgentEnd {

    private final Ticker ticker;
    private volatile boolean probesPaths;
    private boolean servesSeveralThreads;
    private volatile @Nullable BlackHole blackHole;
    private volatile OtherSender otherSender = OtherSender.NOBODY;

    TunnelEnd(Ticker ticker) {
        this.ticker = ticker;
    }

    /** For what happens seldom. */
    final Ticker ticker() {
        return ticker;
    }

    /** From now on finds out whether long packets vanish on the way to the other ends. */
    public void probePaths() {
        probesPaths = true;
    }

    final boolean probesPaths() {
        return probesPaths;
    }

    /**
     * Several threads take datagrams into these tunnels, and several out of them, each those of some flows. To be said before there is a
     * {@link TunnelIngress} or a {@link TunnelEgress}.
     */
    public void serveSeveralThreads() {
        servesSeveralThreads = true;
    }

    final boolean servesSeveralThreads() {
        return servesSeveralThreads;
    }

    /** The way that was found last on which long packets vanish; empty: none was. */
    public final Optional<BlackHole> blackHole() {
        return Optional.ofNullable(blackHole);
    }

    final synchronized void found(Ipv4 exit, int octets) {
        BlackHole before = blackHole;
        blackHole = new BlackHole(exit, octets, before == null ? 1 : before.found() + 1);
    }

    /** The source of probes of the tunnels of {@code flow}: what the other end lets out. */
    abstract int probesFrom(Flow flow);

    /** Who answers them. */
    abstract int probesTo(Flow flow, FlowPath path);

    /** Somebody who sends through tunnels of this end too, and is to be asked when an ICMP error is about one of them. */
    public final void sharesTunnelsWith(OtherSender sender) {
        otherSender = sender;
    }

    /** Whether {@code quote} begins like a packet that was sent to {@code exit} a short while ago, by whomever. */
    final boolean hasSent(TunnelExit exit, PacketBuffer quote) {
        return exit.hasSent(quote) || otherSender.hasSent(exit.address(), SentSamples.sample(quote));
    }

    /** Something else is known of the way to {@code exit} now, by an ICMP error that was believed or a probe. */
    final void believed(TunnelExit exit) {
        otherSender.learn(exit.address());
    }

    /**
     * Finds the tunnels that a datagram enters.
     *
     * @param datagram a datagram that was routed to a tunnel; when it passes, cut to its total length, with its flow
     * @return why it is dropped; empty: it goes to each care-of address of its flow
     */
    public abstract Optional<DropReason> route(PacketBuffer datagram);

    /**
     * Decides whether a packet is let out of its tunnel. Default-deny: outer destination, outer source, ports and inner source (a
     * mobile node: inner destination) are looked at before anything else of the inner datagram is read (RFC 2003 §6.2, RFC
     * 3024 §4.3.2).
     *
     * @param packet a packet of a tunnel's protocol from anybody, whole; when it passes, cut to the inner datagram, with its
     *     flow
     * @return why it is dropped; empty: the inner datagram may be forwarded
     */
    public final Optional<DropReason> admit(PacketBuffer packet) {
        Optional<DropReason> malformed = Decapsulation.checkOuter(packet);
        if (malformed.isPresent()) {
            return malformed;
        }
        if (packet.isFragment()) {
            return DropReason.OUTER_FRAGMENT.verdict();
        }
        return admitWhole(packet, true);
    }

    /**
     * The rungs behind those of the outer header alone.
     *
     * @param checksumIsComplete false: a sender on this machine has left a checksum to whoever needs it
     */
    final Optional<DropReason> admitWhole(PacketBuffer packet, boolean checksumIsComplete) {
        Optional<DropReason> stranger = expects(packet.source(), packet.destination());
        if (stranger.isPresent()) {
            return stranger;
        }
        if (packet.protocol() == InUdp.PROTOCOL) {
            Optional<DropReason> refused = InUdp.open(packet, checksumIsComplete);
            if (refused.isPresent()) {
                return refused;
            }
        }
        return admitExpected(packet);
    }

    /** The rungs behind the outer addresses; a packet that came within UDP is as if it had not, and knows its ports. */
    abstract Optional<DropReason> admitExpected(PacketBuffer packet);

    /** Whether anything may come out of a tunnel between these two addresses, which an outer header gives; or why not. */
    abstract Optional<DropReason> expects(int outerSource, int outerDestination);

    /** Whether a tunnel of ours begins at {@code address}. */
    abstract boolean isLocalEnd(int address);

    /** What is known of the way from {@code source} to {@code address}; null: no tunnel ends there. */
    @Nullable
    abstract TunnelExit exit(int source, int address);

    /**
     * The flow whose datagram {@code quote}, its beginning, went from {@code source} to {@code exit}; null: that cannot have
     * been.
     */
    @Nullable
    abstract Flow flowOfQuoted(PacketBuffer quote, int source, TunnelExit exit);

    /** Who says, in an ICMP error, what is wrong with a datagram of {@code flow}. */
    abstract int answersFrom(Flow flow);

    /** Who says, in an ICMP error, that {@code host} is not to be reached; empty: nobody does, there may be another way. */
    OptionalInt lastRouterOf(int host) {
        return OptionalInt.empty();
    }

    /** Whether the far side of the tunnels is, for those who send there, a part of the network they send to (RFC 2003 §4.1). */
    abstract boolean extendsNetwork();
}
