package org.mobileip.homeagent;

import java.util.Optional;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.time.Tick;

/** What the home agent keeps about one node beside its bindings. Never more than the configuration has nodes. */
final class NodeState {

    /** A request that was accepted, and the reply it got. */
    record Exchange(Octets request, Octets reply) {}

    /** A node whose requests are answered more often than any node asks is not asking. */
    private static final int ANSWERS_PER_SECOND = 20;

    private static final int ANSWERS_AT_ONCE = 100;

    private final AuthorizedNode node;
    private final ReplayGuard replay;
    private final Allowance refusals = new Allowance(ANSWERS_PER_SECOND, ANSWERS_AT_ONCE);
    private final Allowance failures = new Allowance(1, 1);
    private final Allowance notifications = new Allowance(1, 10);
    private Optional<Ipv4> home;
    private Optional<Ipv4> lastHome = Optional.empty();
    private Optional<Exchange> deregistration = Optional.empty();

    NodeState(AuthorizedNode node, ReplayGuard replay) {
        this.node = node;
        this.replay = replay;
        this.home = node.home() instanceof AuthorizedNode.HomeAddress.Own own
                ? Optional.of(own.address())
                : Optional.empty();
    }

    AuthorizedNode node() {
        return node;
    }

    String name() {
        return node.name();
    }

    /** How its requests are known to be new, whichever their SPI (RFC 5944 §5.7.1). */
    ReplayGuard replay() {
        return replay;
    }

    /** Its own home address, or the one it has from a pool; empty while it has none. */
    Optional<Ipv4> home() {
        return home;
    }

    /** The home address it had from a pool before, to have it again if it is free. */
    Optional<Ipv4> lastHome() {
        return lastHome;
    }

    /** It has this home address from a pool now, or none any more. */
    void leased(Optional<Ipv4> address) {
        home.ifPresent(had -> lastHome = Optional.of(had));
        home = address;
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

    /** Whether a request that changes nothing may be answered: a copy, or one that is not new. Counts it if so. */
    boolean mayAnswerAgain(Tick now) {
        return refusals.take(now);
    }

    /** Whether what it says about its registration is heard: once a second in the long run (RFC 6098 §4.3). Counts it if so. */
    boolean mayNotify(Tick now) {
        return notifications.take(now);
    }

    /** Whether a failed authentication may be answered, once a second. Counts it if so. */
    boolean mayAnswerFailure(Tick now) {
        return failures.take(now);
    }
}
