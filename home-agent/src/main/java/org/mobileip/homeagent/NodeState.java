package org.mobileip.homeagent;

import java.util.Optional;
import org.mobileip.net.Octets;
import org.mobileip.time.Tick;
import org.mobileip.wire.Identification;

/** What the home agent keeps about one node beside its bindings. Never more than the configuration has nodes. */
final class NodeState {

    /** A request that was accepted, and the reply it got. */
    record Exchange(Octets request, Octets reply) {}

    private final AuthorizedNode node;
    private Optional<Identification> newest;
    private Optional<Exchange> deregistration = Optional.empty();
    private Optional<Tick> failureAnswered = Optional.empty();

    NodeState(AuthorizedNode node, Optional<Identification> newest) {
        this.node = node;
        this.newest = newest;
    }

    AuthorizedNode node() {
        return node;
    }

    /** The highest Identification accepted from this node, whichever its SPI (RFC 5944 §5.7.1). */
    Optional<Identification> newest() {
        return newest;
    }

    /** A request with this Identification was found newer than all before; what was settled before it is history. */
    void heard(Identification identification) {
        newest = Optional.of(identification);
        deregistration = Optional.empty();
    }

    /** The accepted deregistration, while nothing newer has come: a copy of it gets the same reply. */
    Optional<Exchange> deregistration() {
        return deregistration;
    }

    void deregistered(Exchange exchange) {
        deregistration = Optional.of(exchange);
    }

    /** When a failed authentication was last answered with code 131. */
    Optional<Tick> failureAnswered() {
        return failureAnswered;
    }

    void answeredFailure(Tick now) {
        failureAnswered = Optional.of(now);
    }
}
