package org.mobileip.mobilenode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mobileip.host.HomeTunnel;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Ipv4;
import org.mobileip.time.Tick;

/**
 * Which care-of address the tunnel sends from, and at which it receives. A tunnel that works is not taken down before the
 * next one is answered for; what is in flight to the old care-of address then is still taken for a while.
 */
final class TunnelPlan {

    /** How long packets sent to the old care-of address before the home agent's reply may still arrive after it. */
    private static final Duration IN_FLIGHT = Duration.ofSeconds(2);

    /**
     * What a tunnel needs to know beside the care-of address.
     *
     * @param homeAgent the other end
     * @param home the home address
     * @param broadcast the broadcast address of the home network, if its broadcasts were asked for
     */
    record Ends(Ipv4 homeAgent, Ipv4 home, Encapsulation encapsulation, Optional<Ipv4> broadcast) {}

    private Optional<Ends> ends = Optional.empty();
    private Optional<HomeTunnel> tunnel = Optional.empty();
    private Optional<Attachment.Visiting> through = Optional.empty();
    private Tick settledAt = Tick.NEVER;
    private boolean isEnding;

    /** The attachment whose care-of address is sent from. */
    Optional<Attachment.Visiting> through() {
        return through;
    }

    Optional<HomeTunnel> current() {
        return tunnel;
    }

    Tick nextDeadline() {
        return settledAt;
    }

    /**
     * {@code next} is being registered; the tunnel through the care-of address before it still works.
     *
     * @param known where it will lead; empty: nobody knows that yet, and there is no tunnel before the reply
     */
    List<Effect> prepare(Attachment.Visiting next, Optional<Ends> known) {
        if (through.isEmpty() || through.get().equals(next)) {
            return replace(next, known);
        }
        return use(through.get(), List.of(next.careOf()), ends);
    }

    /** {@code next} is where the node is, and the one before is of no use any more. */
    List<Effect> replace(Attachment.Visiting next, Optional<Ends> known) {
        return use(next, List.of(), known.or(() -> ends));
    }

    /** The home agent tunnels to {@code next} from now on. */
    List<Effect> confirmed(Tick now, Attachment.Visiting next, Ends agreed) {
        List<Ipv4> inFlight = new ArrayList<>();
        tunnel.ifPresent(before -> {
            inFlight.add(before.careOf());
            inFlight.addAll(before.alsoReceivesAt());
        });
        inFlight.removeIf(next.careOf()::equals);
        List<Effect> effects = use(next, inFlight, Optional.of(agreed));
        settledAt = inFlight.isEmpty() ? Tick.NEVER : now.plus(IN_FLIGHT);
        return effects;
    }

    /** The node is home and the home agent knows it: what is in flight is still taken, then nothing. */
    void endSoon(Tick now) {
        if (tunnel.isPresent()) {
            settledAt = now.plus(IN_FLIGHT);
            isEnding = true;
        }
    }

    /** Whether it is to end soon. */
    boolean isEnding() {
        return isEnding;
    }

    List<Effect> end() {
        settledAt = Tick.NEVER;
        isEnding = false;
        through = Optional.empty();
        boolean was = tunnel.isPresent();
        tunnel = Optional.empty();
        return was ? List.of(new Effect.StopTunnel()) : List.of();
    }

    List<Effect> deadline(Tick now) {
        if (!settledAt.hasCome(now) || through.isEmpty()) {
            return List.of();
        }
        settledAt = Tick.NEVER;
        return isEnding ? end() : use(through.get(), List.of(), ends);
    }

    private List<Effect> use(Attachment.Visiting from, List<Ipv4> also, Optional<Ends> between) {
        settledAt = Tick.NEVER;
        isEnding = false;
        if (between.isEmpty()) {
            return List.of();
        }
        ends = between;
        through = Optional.of(from);
        HomeTunnel wanted = new HomeTunnel(
                from.careOf(),
                between.get().homeAgent(),
                between.get().home(),
                also,
                between.get().encapsulation(),
                between.get().broadcast());
        if (tunnel.equals(Optional.of(wanted))) {
            return List.of();
        }
        tunnel = Optional.of(wanted);
        return List.of(new Effect.UseTunnel(wanted));
    }
}
