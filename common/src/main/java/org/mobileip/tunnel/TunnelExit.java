package org.mobileip.tunnel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.mobileip.net.Ipv4;
import org.mobileip.time.Tick;

/**
 * The far end of tunnels, with what must be known of the way there: soft state (RFC 2003 §5) that is lost without harm. Source,
 * destination and protocol of an outer header are the same for all home addresses behind one care-of address, and so is the
 * way, so both belong to the address. The thread that encapsulates, the one that hears of errors and the one that decapsulates
 * each change a part; any thread reads.
 *
 * <p><b>Identification</b>, RFC 6864 §4: a datagram with DF set is atomic and may have any; among the others it must not repeat
 * while both are on their way. Two counters, so that the many atomic ones do not use up the values of the few others. Zero is
 * left out: it asks the kernel to choose.
 *
 * <p><b>MTU</b>: what the link that the packets leave by takes, as the kernel says; and less where an ICMP error from within
 * the tunnel said so, until {@link #FORGOTTEN_AFTER} has passed (RFC 1191 §6.3).
 */
final class TunnelExit {

    /** Whatever an ICMP error says, the path is believed to be as wide as every host must be able to receive. */
    static final int LEAST_MTU = 576;

    /** After so long the path is tried again as if nobody had said that it is narrow. */
    static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(10);

    /** What the kernel said of the link is asked again after so long: the route may lead by another one. */
    static final Duration LINK_ASKED_AGAIN_AFTER = Duration.ofSeconds(1);

    /** So long after a report that the exit cannot be reached, those who send there are told. */
    static final Duration UNREACHABLE_FOR = Duration.ofSeconds(10);

    /** From one exit's seed to the next. */
    static final int SEED_SPREAD = 0x9e3779b9;

    private static final VarHandle FRAGMENTABLE = counter("fragmentable");
    private static final VarHandle ATOMIC = counter("atomic");
    private static final int MIXER = 0x85ebca6b;
    private static final long COOKIE_MIXER = 0x9e37_79b9_7f4a_7c15L;
    private static final int USUAL_TIME_TO_LIVE = 64;
    private static final int LONGEST_TIME_TO_LIVE = 255;

    private final Ipv4 address;
    private final int link;
    private final int seed;

    @SuppressWarnings("UnusedVariable") // Read by its handle, as the next one.
    private int fragmentable;

    @SuppressWarnings("UnusedVariable")
    private int atomic;

    private volatile int mtu = PacketBuffer.LONGEST;
    private volatile int linkMtu = PacketBuffer.LONGEST;
    private volatile int taken;
    private volatile Tick linkAskedAt = Tick.NEVER;
    private volatile Tick narrowedAt = Tick.NEVER;
    private volatile @Nullable Trouble trouble;
    private volatile int timeToLive = USUAL_TIME_TO_LIVE;
    private volatile int receivedTimeToLive;
    private volatile @Nullable SentSamples samples;
    private volatile @Nullable PathProbe probe;

    /** Why the exit cannot be reached, and since when. */
    private record Trouble(int code, Tick since) {}

    /** @param seed where the Identifications begin; nobody else should know, and a returning exit not repeat those before */
    TunnelExit(Ipv4 address, int seed) {
        this(address, seed, 0);
    }

    /** @param link the index of the interface by which its packets leave, whatever the routes say; 0: as the routes say */
    TunnelExit(Ipv4 address, int seed, int link) {
        this.address = address;
        this.link = link;
        this.seed = seed;
        int mixed = seed * MIXER;
        this.atomic = mixed ^ mixed >>> 15;
        this.fragmentable = mixed >>> 16;
    }

    private static VarHandle counter(String field) {
        try {
            return MethodHandles.lookup().findVarHandle(TunnelExit.class, field, int.class);
        } catch (ReflectiveOperationException ourOwnField) {
            throw new LinkageError(ourOwnField.getMessage(), ourOwnField);
        }
    }

    Ipv4 address() {
        return address;
    }

    /** The index of the interface by which its packets leave, whatever the routes say; 0: as the routes say. */
    int link() {
        return link;
    }

    int bits() {
        return address.bits();
    }

    /** The next Identification, 1 to 65535; for any thread. */
    int nextIdentification(boolean dontFragment) {
        int next = (dontFragment ? (int) ATOMIC.getAndAdd(this, 1) : (int) FRAGMENTABLE.getAndAdd(this, 1)) & 0xffff;
        return next != 0 ? next : nextIdentification(dontFragment);
    }

    /** The longest outer packet that is sent, in octets. */
    int mtu() {
        return mtu;
    }

    /** The longest packet that was sent there, in octets; 0: none. */
    int taken() {
        return taken;
    }

    /** The link took a packet of {@code octets}. */
    void took(int octets) {
        if (octets > taken) {
            taken = octets;
        }
    }

    /** The kernel says that the link takes packets of {@code octets}. */
    void linkTakes(int octets, Tick now) {
        linkMtu = octets;
        linkAskedAt = now;
        mtu = narrowedAt.equals(Tick.NEVER) ? octets : Math.min(mtu, octets);
    }

    /**
     * An ICMP error that was found authentic says that the path takes packets of {@code octets}.
     *
     * @return whether that was news
     */
    boolean narrow(int octets, Tick now) {
        int believed = Math.max(octets, LEAST_MTU);
        if (believed >= mtu) {
            return false;
        }
        mtu = believed;
        narrowedAt = now;
        return true;
    }

    /** For a packet that is longer than the MTU: forgets what an ICMP error said too long ago. */
    void reconsider(Tick now) {
        if (!isBlackHole()
                && !narrowedAt.equals(Tick.NEVER)
                && narrowedAt.plus(FORGOTTEN_AFTER).hasCome(now)) {
            narrowedAt = Tick.NEVER;
            mtu = linkMtu;
        }
    }

    /** Whether there is nothing to be asked of the path because of a packet of that length; as {@link PathProbe} says. */
    boolean isContentWith(int length) {
        PathProbe asked = probe;
        return asked == null ? length <= PathProbe.SHORTEST : asked.isContentWith(length);
    }

    /** Whether long packets vanish on this path, as far as it is known. */
    boolean isBlackHole() {
        PathProbe asked = probe;
        return asked != null && asked.isBlackHole();
    }

    /** What is asked, and was answered, about how long a packet may be before it vanishes on the way: nothing, to begin with. */
    PathProbe probe() {
        PathProbe asked = probe;
        return asked == null ? firstProbe() : asked;
    }

    private synchronized PathProbe firstProbe() {
        PathProbe asked = probe;
        if (asked == null) {
            asked = new PathProbe((long) seed * MIXER * COOKIE_MIXER ^ seed);
            probe = asked;
        }
        return asked;
    }

    /** What the kernel said last that the link takes, in octets. */
    int linkMtu() {
        return linkMtu;
    }

    /** Packets that are longer than {@code octets} vanish on the way, and no ICMP error says so. */
    void swallows(int octets, Tick now) {
        mtu = Math.min(linkMtu, Math.max(octets, LEAST_MTU));
        narrowedAt = now;
    }

    /** A packet as long as is ever sent has arrived. */
    void isWide(Tick now) {
        if (!narrowedAt.equals(Tick.NEVER) && probe().length(0) > mtu) {
            narrowedAt = Tick.NEVER;
            linkTakes(linkMtu, now);
        }
    }

    /** Whether the link, and not the path behind it, is what is narrow, and the kernel should be asked about it again. */
    boolean wantsLinkAsked(Tick now) {
        return narrowedAt.equals(Tick.NEVER)
                && !linkAskedAt.equals(Tick.NEVER)
                && linkAskedAt.plus(LINK_ASKED_AGAIN_AFTER).hasCome(now);
    }

    /** An ICMP error that was found authentic says that the exit cannot be reached, and so must be said with {@code code}. */
    void cannotBeReached(int code, Tick now) {
        trouble = new Trouble(code, now);
    }

    /** The code of Destination Unreachable that those who send there are told; empty: all seems well. */
    OptionalInt troubleAt(Tick now) {
        Trouble reported = trouble;
        if (reported == null) {
            return OptionalInt.empty();
        }
        if (reported.since.plus(UNREACHABLE_FOR).hasCome(now)) {
            trouble = null;
            return OptionalInt.empty();
        }
        return OptionalInt.of(reported.code);
    }

    /** Whether {@link #troubleAt} may have something to tell. */
    boolean isInTrouble() {
        return trouble != null;
    }

    /** A packet came from there, with what was left of its time to live. */
    void heard(int timeToLiveLeft) {
        if (receivedTimeToLive != timeToLiveLeft) {
            receivedTimeToLive = timeToLiveLeft;
        }
        if (trouble != null) {
            trouble = null;
        }
    }

    /** The time to live of outer headers. */
    int timeToLive() {
        return timeToLive;
    }

    /** A packet's time to live ended on the way: the next ones get more, in case the path is only long. */
    void endedOnTheWay() {
        timeToLive = LONGEST_TIME_TO_LIVE;
    }

    /** How many hops away the exit is, judged by what came from there: hosts begin with 64, 128 or 255. */
    OptionalInt hops() {
        return PathState.hopsOf(receivedTimeToLive);
    }

    /** Remembers a sent packet, so that errors about it are told from forged ones; for the threads that encapsulate. */
    void sent(PacketBuffer outer) {
        SentSamples kept = samples;
        if (kept == null) {
            kept = new SentSamples();
            samples = kept;
        }
        kept.sent(outer);
    }

    /** Whether nothing was ever sent there or heard from there, nor said of the way. */
    boolean isUnused() {
        return samples == null
                && probe == null
                && trouble == null
                && taken == 0
                && receivedTimeToLive == 0
                && timeToLive == USUAL_TIME_TO_LIVE
                && narrowedAt.equals(Tick.NEVER)
                && linkAskedAt.equals(Tick.NEVER);
    }

    /** Whether {@code quote} begins like a packet that was sent there a short while ago. */
    boolean hasSent(PacketBuffer quote) {
        SentSamples kept = samples;
        return kept != null && kept.hasSent(quote);
    }
}
