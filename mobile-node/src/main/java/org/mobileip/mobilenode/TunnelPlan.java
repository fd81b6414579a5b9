package org.mobileip.mobilenode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mobileip.host.HomeTunnel;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.HomeBroadcasts;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.Steering;
import org.mobileip.net.Uplinks;
import org.mobileip.time.Tick;

/**
 * Which care-of address the tunnel sends from, and at which it receives. A tunnel that works is not taken down before the
 * next one is answered for; what is in flight to the old care-of address then is still taken for a while. Where a foreign
 * agent receives, the tunnel ends there, and there is none here but for what is in flight, and for broadcasts of the home
 * network where those were asked for.
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
     * @param way whether it is within UDP, as the home agent has said of the care-of address, or as is to be expected
     * @param isUndecided it has not said that yet, and may say either
     * @param networks those behind the node that the home agent forwards
     */
    record Ends(
            Ipv4 homeAgent,
            Ipv4 home,
            Encapsulation encapsulation,
            Optional<Ipv4> broadcast,
            HomeTunnel.Way way,
            boolean isUndecided,
            List<Ipv4Prefix> networks) {

        Optional<HomeBroadcasts> broadcasts() {
            return broadcast.map(address -> new HomeBroadcasts(address, homeAgent));
        }
    }

    /** Where the machine's routes lead. */
    @FunctionalInterface
    interface Routes {
        /** Whether what is sent from {@code source} to {@code destination} would leave by another link than that of the source. */
        boolean leadElsewhere(Attachment.Visiting source, Ipv4 destination);
    }

    private static final Steering ALL_BY_THE_FIRST = new Steering(List.of(), 0);

    private final DeliveryStyle delivery;
    private final Routes routes;
    private Optional<Ends> ends = Optional.empty();
    private Optional<HomeTunnel> tunnel = Optional.empty();
    private Optional<Attachment.Away> through = Optional.empty();
    private Tick settledAt = Tick.NEVER;
    private boolean isEnding;
    private Optional<Uplinks> uplinks = Optional.empty();

    /** {@code delivery} is how datagrams go to foreign agents. */
    TunnelPlan(DeliveryStyle delivery, Routes routes) {
        this.delivery = delivery;
        this.routes = routes;
    }

    /** The attachment by which datagrams flow. */
    Optional<Attachment.Away> through() {
        return through;
    }

    Optional<HomeTunnel> current() {
        return tunnel;
    }

    Tick nextDeadline() {
        return settledAt;
    }

    /**
     * {@code next} is being registered; the way before it still works.
     *
     * @param known where it will lead; empty: nobody knows that yet, and there is no tunnel before the reply
     */
    List<Effect> prepare(Attachment.Away next, Optional<Ends> known) {
        if (through.isEmpty() || through.get().isSamePathAs(next)) {
            return replace(next, known);
        }
        return use(through.get(), receivesAt(next), ends);
    }

    /** What a foreign agent receives, the foreign agent unwraps. */
    private static List<Ipv4> receivesAt(Attachment.Away attachment) {
        return attachment instanceof Attachment.Visiting visiting ? List.of(visiting.careOf()) : List.of();
    }

    /** {@code next} is where the node is, and the one before is of no use any more. */
    List<Effect> replace(Attachment.Away next, Optional<Ends> known) {
        Optional<Ends> between = known.or(() -> ends);
        boolean isUndecided = between.filter(Ends::isUndecided).isPresent();
        return use(next, isUndecided ? receivesAt(next) : List.of(), between);
    }

    /**
     * The home agent tunnels to {@code next} from now on.
     *
     * @param isBesideOthers and goes on tunnelling to where it did
     */
    List<Effect> confirmed(Tick now, Attachment.Away next, Ends agreed, boolean isBesideOthers) {
        List<Ipv4> inFlight = new ArrayList<>();
        if (tunnel.isPresent()) {
            inFlight.add(tunnel.get().careOf());
            inFlight.addAll(tunnel.get().alsoReceivesAt());
        }
        inFlight.removeIf(address -> address.equals(next.careOf()) || address.equals(agreed.home()));
        List<Effect> effects = use(next, inFlight, Optional.of(agreed));
        settledAt = inFlight.isEmpty() || isBesideOthers ? Tick.NEVER : now.plus(IN_FLIGHT);
        return effects;
    }

    /** The node is home and the home agent knows it: what is in flight is still taken, then nothing. */
    void endSoon(Tick now) {
        if (tunnel.isPresent()) {
            settledAt = now.plus(IN_FLIGHT);
            isEnding = true;
        } else {
            through = Optional.empty();
        }
    }

    /** Whether it is to end soon. */
    boolean isEnding() {
        return isEnding;
    }

    /** From now on flows go by {@code ways}; empty: all goes one way. */
    List<Effect> spread(Optional<Uplinks> ways) {
        uplinks = ways;
        return keepToItsLink();
    }

    /** Routes may be others now. */
    List<Effect> keepToItsLink() {
        Optional<HomeTunnel> wanted = tunnel.map(this::withWays);
        if (tunnel.equals(wanted)) {
            return List.of();
        }
        tunnel = wanted;
        return wanted.stream().<Effect>map(Effect.UseTunnel::new).toList();
    }

    /**
     * What has the care-of address as its source leaves by the link that has it: by another one, where routes lead during an overlap
     * or as long as a link is up that the kernel likes better, a NAT would give it another source, and filters drop it (RFC 2827).
     */
    private HomeTunnel withWays(HomeTunnel one) {
        if (uplinks.isPresent()) {
            return one.by(uplinks);
        }
        if (through.isPresent()
                && through.get() instanceof Attachment.Visiting from
                && from.careOf().equals(one.careOf())
                && one.way() != HomeTunnel.Way.NOT_YET
                && routes.leadElsewhere(from, one.homeAgent())) {
            return one.by(Optional.of(byItsLink(from, one.way() == HomeTunnel.Way.UDP)));
        }
        return one.by(Optional.empty());
    }

    private static Uplinks byItsLink(Attachment.Visiting from, boolean isInUdp) {
        return new Uplinks(List.of(new Uplinks.Uplink(from.careOf(), from.linkIndex(), isInUdp)), ALL_BY_THE_FIRST);
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

    private List<Effect> use(Attachment.Away from, List<Ipv4> also, Optional<Ends> between) {
        settledAt = Tick.NEVER;
        isEnding = false;
        if (between.isEmpty()) {
            return List.of();
        }
        ends = between;
        through = Optional.of(from);
        Optional<HomeTunnel> withoutWays = tunnelOf(from, also, between.get());
        Optional<HomeTunnel> wanted =
                withoutWays.isPresent() ? Optional.of(withWays(withoutWays.get())) : Optional.empty();
        if (tunnel.equals(wanted)) {
            return List.of();
        }
        tunnel = wanted;
        return List.of(wanted.<Effect>map(Effect.UseTunnel::new).orElseGet(Effect.StopTunnel::new));
    }

    private Optional<HomeTunnel> tunnelOf(Attachment.Away from, List<Ipv4> also, Ends between) {
        if (from instanceof Attachment.Visiting visiting) {
            return Optional.of(tunnel(visiting.careOf(), between.homeAgent(), also, between));
        }
        if (delivery == DeliveryStyle.ENCAPSULATING && from instanceof Attachment.Served served) {
            // RFC 3024 §5.2.2: from the home address to the foreign agent.
            return Optional.of(tunnel(between.home(), served.by().address(), also, between));
        }
        boolean isServed = from instanceof Attachment.Served;
        if (isServed && (between.broadcast().isPresent() || !between.networks().isEmpty())) {
            // §4.3: the home agent addresses broadcasts to the home address, and they are still in that when they come.
            // RFC
            // 5177 §7: what is for those behind the node, too, and what comes from them needs a header that names the
            // node.
            return Optional.of(tunnel(between.home(), between.homeAgent(), also, between));
        }
        return also.stream()
                .findFirst()
                .map(first -> tunnel(first, between.homeAgent(), also.subList(1, also.size()), between));
    }

    private static HomeTunnel tunnel(Ipv4 from, Ipv4 to, List<Ipv4> also, Ends between) {
        return new HomeTunnel(
                from,
                to,
                between.home(),
                also,
                new HomeTunnel.Terms(between.encapsulation(), between.broadcasts(), between.way(), between.networks()));
    }
}
