package org.mobileip.homeagent;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.time.Tick;
import org.mobileip.wire.NetworkAccessIdentifier;

/**
 * What the home agent keeps about one node beside its bindings. Never more than the configuration has nodes, and those of realms
 * for whom {@link BoundGuests} has nothing smaller.
 */
final class NodeState {

    /** A request that was accepted, and the reply it got. */
    record Exchange(Octets request, Octets reply) {}

    /** A node whose requests are answered more often than any node asks is not asking. */
    private static final int ANSWERS_PER_SECOND = 20;

    private static final int ANSWERS_AT_ONCE = 100;

    private static final long SECOND = 1_000_000_000L;
    private static final int NOTIFICATIONS_AT_ONCE = 10;
    private static final int NOWHERE = 0;

    private AuthorizedNode node;
    private final @Nullable NetworkAccessIdentifier guest;
    private ReplayGuard replay;
    private final boolean isFromBefore;

    /** When each {@link Allowance} will be full again. */
    private long refusals = Long.MIN_VALUE;

    private long failures = Long.MIN_VALUE;
    private long notifications = Long.MIN_VALUE;

    /** From a pool; {@link #NOWHERE}: it has none. */
    private int leased = NOWHERE;

    private int leasedBefore = NOWHERE;
    private Optional<Exchange> deregistration = Optional.empty();

    /** That of {@code node} itself. */
    NodeState(AuthorizedNode node, ReplayGuard replay) {
        this.node = node;
        this.guest = null;
        this.replay = replay;
        this.isFromBefore = false;
    }

    /**
     * That of one whom a realm stands for.
     *
     * @param isFromBefore whether something was known of it over a restart
     */
    NodeState(AuthorizedNode realm, NetworkAccessIdentifier guest, ReplayGuard replay, boolean isFromBefore) {
        this.node = realm;
        this.guest = guest;
        this.replay = replay;
        this.isFromBefore = isFromBefore;
    }

    /** Whether something was known of it over a restart. */
    boolean isFromBefore() {
        return isFromBefore;
    }

    /** What is configured for it: of one whom a realm stands for, what is configured for the realm. */
    AuthorizedNode node() {
        return node;
    }

    /** From now on that is configured for it, or for its realm; its home address stays, and so do its bindings. */
    void becomes(AuthorizedNode configured, ReplayGuard guard) {
        node = configured;
        replay = guard;
    }

    /** What people call it; that of a guest is the realm's with its own behind it. */
    String name() {
        return guest == null ? node.name() : node.name() + "/" + guest;
    }

    /** By which it is known where only its realm is configured; empty: it is configured itself. */
    Optional<NetworkAccessIdentifier> guest() {
        return Optional.ofNullable(guest);
    }

    /** What is remembered of it is remembered under this. */
    NodeIdentity identity() {
        return guest == null ? node.identity() : new NodeIdentity.OfNai(guest);
    }

    /** How its requests are known to be new, whichever their SPI (RFC 5944 §5.7.1). */
    ReplayGuard replay() {
        return replay;
    }

    /** Its own home address, or the one it has from a pool; empty while it has none. */
    Optional<Ipv4> home() {
        return node.home() instanceof AuthorizedNode.HomeAddress.Own own ? Optional.of(own.address()) : address(leased);
    }

    /** The home address it had from a pool before, to have it again if it is free. */
    Optional<Ipv4> lastHome() {
        return address(leasedBefore);
    }

    private static Optional<Ipv4> address(int bits) {
        return bits == NOWHERE ? Optional.empty() : Optional.of(new Ipv4(bits));
    }

    /** It has this home address from a pool now, or none any more. */
    void leased(Optional<Ipv4> address) {
        leasedBefore = leased == NOWHERE ? leasedBefore : leased;
        leased = address.map(Ipv4::bits).orElse(NOWHERE);
    }

    /** A request newer than all before was heard: what was settled before it is history. */
    void forgetDeregistration() {
        deregistration = Optional.empty();
    }

    /** The accepted deregistration, while nothing newer has come: a copy of it gets the same reply. */
    Optional<Exchange> deregistration() {
        return deregistration;
    }

    void deregistered(Exchange exchange) {
        deregistration = Optional.of(exchange);
    }

    /** Whether it may do as much as if it had never done anything. */
    boolean isRested(Tick now) {
        return refusals <= now.nanos() && failures <= now.nanos() && notifications <= now.nanos();
    }

    /** Whether a request that changes nothing may be answered: a copy, or one that is not new. Counts it if so. */
    boolean mayAnswerAgain(Tick now) {
        boolean may = Allowance.hasOne(
                refusals, now, SECOND / ANSWERS_PER_SECOND, SECOND / ANSWERS_PER_SECOND * ANSWERS_AT_ONCE);
        refusals = may ? Allowance.after(refusals, now, SECOND / ANSWERS_PER_SECOND) : refusals;
        return may;
    }

    /** Whether what it says about its registration is heard: once a second in the long run (RFC 6098 §4.3). Counts it if so. */
    boolean mayNotify(Tick now) {
        boolean may = Allowance.hasOne(notifications, now, SECOND, SECOND * NOTIFICATIONS_AT_ONCE);
        notifications = may ? Allowance.after(notifications, now, SECOND) : notifications;
        return may;
    }

    /** Whether a failed authentication may be answered, once a second. Counts it if so. */
    boolean mayAnswerFailure(Tick now) {
        boolean may = Allowance.hasOne(failures, now, SECOND, SECOND);
        failures = may ? Allowance.after(failures, now, SECOND) : failures;
        return may;
    }
}
