package org.mobileip.homeagent;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Endpoint;
import org.mobileip.net.GreKeys;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.Octets;
import org.mobileip.net.TunnelPath;
import org.mobileip.time.Tick;
import org.mobileip.wire.Identification;
import org.mobileip.wire.Lifetime;
import org.mobileip.wire.RegistrationRequest;
import org.mobileip.wire.ReplyCode;

/**
 * Makes and ends bindings (RFC 5944 §3.8.2.2). The order of what is to be done: forward at once to the new care-of address,
 * attract what is sent to the home address on the home link, remember all of it so that a restart changes nothing, reply when
 * it is remembered.
 */
final class Registrar {

    private final HomeAgentSettings.Grants grants;
    private final BindingTable bindings;
    private final NodeDirectory directory;
    private final Admission admission;
    private final ReplyWriter replies;
    private final MobileNetworks networks;
    private final FlowBindings flows;
    private final GreKeyAgreement keys;
    private List<Change> lastReplaced = List.of();
    private FlowBindings.Before lastBefore = new FlowBindings.Before(List.of(), List.of());

    Registrar(
            HomeAgentSettings settings,
            BindingTable bindings,
            NodeDirectory directory,
            Admission admission,
            MobileNetworks networks,
            FlowBindings flows,
            ReplyWriter replies,
            GreKeyAgreement keys) {
        this.networks = networks;
        this.flows = flows;
        this.grants = settings.grants();
        this.bindings = bindings;
        this.directory = directory;
        this.admission = admission;
        this.replies = replies;
        this.keys = keys;
    }

    /** Grants what was found grantable. */
    List<Effect> accept(Tick now, Authentic authentic) {
        return authentic.registers() ? register(now, authentic) : deregister(authentic);
    }

    /** §3.8.2.2: the entry goes when its lifetime is over, and nobody is told (§3.8). */
    List<Effect> expire(Tick now) {
        if (!bindings.nextDeadline().hasCome(now)) {
            return List.of();
        }
        List<Effect> effects = new ArrayList<>();
        List<Change> changes = new ArrayList<>();
        for (Binding expired : bindings.takeExpired(now)) {
            Ipv4 home = expired.home();
            List<TunnelPath> left = bindings.paths(home);
            followNetworks(home);
            effects.addAll(forward(home));
            if (left.isEmpty()) { // Where the node is, nobody knows: no gratuitous ARP.
                effects.add(new Effect.Release(home, false));
                directory.at(home).ifPresent(directory::release);
            }
            effects.add(new Effect.Expired(expired.node(), home, expired.careOf()));
            changes.add(new Change.Unbound(home, expired.careOf()));
        }
        if (!changes.isEmpty()) {
            effects.add(new Effect.Remember(changes, false));
        }
        return effects;
    }

    /** Takes a binding away before its time. */
    List<Effect> end(Binding binding) {
        Ipv4 home = binding.home();
        bindings.remove(home, binding.careOf());
        followNetworks(home);
        List<Effect> effects = new ArrayList<>();
        effects.addAll(forward(home));
        if (bindings.paths(home).isEmpty()) {
            effects.add(new Effect.Release(home, false));
            directory.at(home).ifPresent(directory::release);
        }
        effects.add(new Effect.Remember(List.of(new Change.Unbound(home, binding.careOf())), false));
        return effects;
    }

    private List<Effect> register(Tick now, Authentic authentic) {
        RegistrationRequest request = authentic.request();
        Ipv4 home = authentic.home().address().orElseThrow();
        Lifetime granted = request.lifetime().atMost(grants.maximumLifetime());
        Identification identification = use(authentic);
        Optional<Binding> same = bindings.of(home, request.careOfAddress());
        Optional<GreKeys> agreed = keys.agree(request, same);
        Octets reply = accepted(granted, authentic, identification, agreed);
        List<Ipv4> before = bindings.careOfAddresses(home);
        directory.lease(authentic.state(), home);
        Tick since = same.map(Binding::since).orElse(now);
        Binding binding = binding(now, since, authentic, granted, identification, reply);
        FlowBindings.Asked asked = authentic.asked();
        lastBefore = flows.now(home);
        Optional<Binding> moved = flows.movedBy(home, asked, binding.careOf());
        if (moved.isPresent()) {
            bindings.remove(home, moved.get().careOf());
        }
        bindings.put(binding, admission.keepsOthers(authentic));
        flows.put(home, asked);
        List<Effect> effects = new ArrayList<>();
        agreeOnKeys(effects, authentic, binding, agreed);
        effects.addAll(forward(home));
        effects.add(new Effect.Attract(home)); // Announced only where it is not attracted yet (§3.8.2.2).
        lastReplaced = ended(home, before);
        List<Change> begun = new ArrayList<>(2);
        begun.add(kept(now, binding, authentic));
        begun.addAll(flows.changesBy(now, authentic, binding));
        effects.add(remember(authentic, lastReplaced, begun));
        effects.add(replies.address(reply, authentic));
        effects.add(note(authentic, home, granted, before, nat(authentic)));
        return effects;
    }

    /**
     * Makes a binding again that was granted in the past and is not over.
     *
     * @param replied what the request was answered with, and a copy of it is again
     */
    List<Effect> restore(Tick accepted, Tick since, Authentic authentic, Lifetime granted, Answer replied) {
        Ipv4 home = authentic.home().address().orElseThrow();
        directory.lease(authentic.state(), home);
        Binding binding = binding(accepted, since, authentic, granted, replied.identification(), replied.octets());
        List<Ipv4Prefix> before = bindings.networks(home);
        bindings.put(binding, true);
        Binding last = last(bindings.of(home), authentic.state());
        if (!last.careOf().equals(binding.careOf())) {
            bindings.put(last.withNetworks(before), true);
        }
        List<Effect> effects = new ArrayList<>();
        agreeOnKeys(effects, authentic, binding, GreKeyAgreement.ofBinding(binding));
        effects.addAll(forward(home));
        effects.add(new Effect.Attract(home));
        effects.add(new Effect.Resumed(binding.node(), home, binding.careOf(), binding.ends()));
        return effects;
    }

    /** A reply that was given, and the Identification in it. */
    record Answer(Octets octets, Identification identification) {}

    private void agreeOnKeys(List<Effect> effects, Authentic authentic, Binding binding, Optional<GreKeys> agreed) {
        Optional<Encapsulation> wanted = grants.encapsulationFor(GreKeyAgreement.flagsOf(authentic.request()));
        if (wanted.isPresent() && wanted.get() == Encapsulation.GRE) {
            effects.add(new Effect.AgreeOnKeys(binding.home(), binding.careOf(), agreed));
        }
    }

    private Binding binding(
            Tick accepted,
            Tick since,
            Authentic authentic,
            Lifetime granted,
            Identification identification,
            Octets reply) {
        RegistrationRequest request = authentic.request();
        Ipv4 home = authentic.home().address().orElseThrow();
        Optional<UdpTunnelling.Granted> udp =
                UdpTunnelling.of(authentic, grants).granted();
        return new Binding(
                authentic.state().name(),
                home,
                request.careOfAddress(),
                request.flags(),
                udp.isPresent()
                        ? udp.get().format()
                        : grants.encapsulationFor(GreKeyAgreement.flagsOf(request))
                                .orElseThrow(),
                udp,
                granted,
                since,
                granted.endFrom(accepted),
                identification,
                authentic.association().spi(),
                networks.decide(authentic).granted(),
                Services.granted(authentic),
                RevocationTerms.of(accepted, authentic),
                authentic.arrival().from(),
                replies.source(authentic),
                authentic.octets(),
                reply,
                authentic.asked().multipath());
    }

    private static Change kept(Tick now, Binding binding, Authentic authentic) {
        return new Change.Bound(KeptBinding.of(
                binding, authentic.arrival().datagram(), now.since(binding.since()), authentic.unsaidNai()));
    }

    /** Those of the bindings {@code before} that are no more. */
    private List<Change> ended(Ipv4 home, List<Ipv4> before) {
        List<Change> ended = new ArrayList<>(0);
        for (Ipv4 careOf : before) {
            if (bindings.of(home, careOf).isEmpty()) {
                ended.add(new Change.Unbound(home, careOf));
            }
        }
        return ended;
    }

    private static Effect remember(Authentic authentic, List<Change> ended, List<Change> begun) {
        List<Change> changes = new ArrayList<>(ended.size() + begun.size() + 1);
        changes.addAll(ended);
        changes.addAll(begun);
        Optional<Change> newest = Effect.Remember.newest(authentic.state());
        if (newest.isPresent()) {
            changes.add(newest.get());
        }
        return new Effect.Remember(changes, true);
    }

    /** What is not bound is deregistered with the same success: the node asks until it is told so. */
    private List<Effect> deregister(Authentic authentic) {
        RegistrationRequest request = authentic.request();
        Ipv4 home = authentic.home().address().orElse(request.homeAddress());
        List<Ipv4> before = bindings.careOfAddresses(home);
        lastBefore = flows.now(home);
        Ipv4 careOf = flows.careOfMeant(home, authentic);
        Optional<GreKeys> agreed = bindings.of(home, careOf).flatMap(GreKeyAgreement::ofBinding);
        if (authentic.isAboutAllBindings() || authentic.asked().isBulk()) { // RFC 7629 §5.1
            bindings.removeAll(home);
        } else {
            bindings.remove(home, careOf);
            followNetworks(home);
        }
        List<TunnelPath> left = bindings.paths(home);
        List<Effect> effects = new ArrayList<>();
        effects.addAll(forward(home));
        if (left.isEmpty()) { // §4.6: first stop answering, then say where the node is now.
            boolean nodeIsHome = !before.isEmpty() && authentic.comesHome();
            effects.add(new Effect.Release(home, nodeIsHome));
            directory.release(authentic.state());
        }
        Octets reply = accepted(Lifetime.ZERO, authentic, use(authentic), agreed);
        effects.add(remember(authentic, ended(home, before), List.of()));
        authentic.state().deregistered(new NodeState.Exchange(authentic.octets(), reply));
        effects.add(replies.address(reply, authentic));
        effects.add(note(authentic, home, Lifetime.ZERO, before, Optional.empty()));
        return effects;
    }

    /** Denies what was granted a moment ago, since it could not be done; what it replaced is gone all the same. */
    List<Effect> takeBack(Tick now, Authentic authentic, ReplyCode why) {
        Ipv4 home = authentic.home().address().orElse(authentic.request().homeAddress());
        Identification identification =
                authentic.state().replay().unused(authentic.request().identification());
        authentic.state().forgetDeregistration();
        bindings.remove(home, authentic.request().careOfAddress());
        followNetworks(home);
        List<Change> changes = new ArrayList<>(lastReplaced);
        changes.addAll(flows.takeBack(now, home, lastBefore, authentic));
        List<TunnelPath> left = bindings.paths(home);
        List<Effect> effects = new ArrayList<>();
        effects.add(replies.address(replies.write(why, Lifetime.ZERO, authentic, identification), authentic));
        effects.addAll(forward(home));
        if (left.isEmpty()) {
            effects.add(new Effect.Release(home, false));
            directory.release(authentic.state());
        }
        effects.add(new Effect.Denied(
                authentic.state().name(), home, authentic.arrival().from(), why, Optional.empty()));
        changes.add(new Change.Unbound(home, authentic.request().careOfAddress()));
        Effect.Remember.newest(authentic.state()).ifPresent(changes::add);
        effects.add(new Effect.Remember(changes, false));
        return effects;
    }

    /** A registration of {@code home} has ended: the networks are those of the last one that has not (RFC 5177 §6.3, §6.7). */
    private void followNetworks(Ipv4 home) {
        List<Binding> left = bindings.of(home);
        Optional<NodeState> state = left.isEmpty() ? Optional.empty() : directory.at(home);
        if (state.isPresent() && !state.get().node().networks().isEmpty()) {
            Binding last = last(left, state.get());
            bindings.put(last.withNetworks(networks.granted(last, state.get().node())), true);
        }
    }

    /** The one that was asked for last; nonces do not tell. */
    private static Binding last(List<Binding> bindings, NodeState state) {
        boolean haveTimes = state.replay() instanceof ReplayGuard.ByTimestamps;
        Binding last = bindings.get(0);
        for (Binding each : bindings) {
            boolean isLater = haveTimes
                    ? each.identification().isNewerThan(last.identification())
                    : accepted(last).isBefore(accepted(each));
            last = isLater ? each : last;
        }
        return last;
    }

    private static Tick accepted(Binding binding) {
        return binding.granted().isInfinite()
                ? binding.since()
                : binding.ends().plus(binding.granted().duration().negated());
    }

    /** As the table says. */
    List<Effect> forward(Ipv4 home) {
        List<Effect> effects = flows.effects(home);
        effects.add(new Effect.Forward(home, bindings.paths(home), bindings.networks(home)));
        return effects;
    }

    /** What was settled before this request is history. */
    private static Identification use(Authentic authentic) {
        authentic.state().forgetDeregistration();
        return authentic.state().replay().use(authentic.request().identification());
    }

    /** §3.8.3.2: code 1 says that the S bit is in vain here. */
    private Octets accepted(
            Lifetime granted, Authentic authentic, Identification identification, Optional<GreKeys> agreed) {
        boolean keeps =
                grants.simultaneousBindings() || authentic.asked().multipath().isPresent();
        ReplyCode code = keeps ? ReplyCode.ACCEPTED : ReplyCode.ACCEPTED_WITHOUT_SIMULTANEOUS_BINDINGS;
        return replies.write(code, granted, authentic, identification, agreed);
    }

    private Optional<Endpoint> nat(Authentic authentic) {
        Optional<UdpTunnelling.Granted> granted =
                UdpTunnelling.of(authentic, grants).granted();
        return granted.isPresent() && granted.get().isBehindNat()
                ? Optional.of(authentic.arrival().from())
                : Optional.empty();
    }

    private static Effect note(
            Authentic authentic, Ipv4 home, Lifetime granted, List<Ipv4> before, Optional<Endpoint> nat) {
        Ipv4 careOf = authentic.registers() || !authentic.isAboutAllBindings()
                ? authentic.request().careOfAddress()
                : home;
        return new Effect.Accepted(authentic.state().name(), home, careOf, granted, before, nat);
    }
}
