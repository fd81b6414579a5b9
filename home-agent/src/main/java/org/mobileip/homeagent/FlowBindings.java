package org.mobileip.homeagent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.mobileip.net.Datagram;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.net.Steering;
import org.mobileip.time.Tick;
import org.mobileip.wire.FlowBindingExtension;
import org.mobileip.wire.MalformedMessageException;
import org.mobileip.wire.MultipathExtension;
import org.mobileip.wire.ReplyCode;

/**
 * Several bindings of a node at once, each for its own flows (RFC 7629). The flows of a node are those of its last request that
 * names any; they last until it names others, or has no binding any more. Where a flow's bindings are all gone it is as if the node
 * had not named it. What no flow takes goes by the binding with the lowest identifier: §6 leaves that open.
 */
final class FlowBindings {

    /** So many flows each datagram may have to be compared with. */
    static final int MOST_FLOWS = 16;

    /**
     * What a request says of it.
     *
     * @param multipath which of the node's bindings it is about; empty: it is none of several
     * @param flows those that the node has from now on; none: as before
     * @param isMalformed what it says is not as it must be, and means nothing
     */
    record Asked(Optional<MultipathExtension> multipath, List<FlowBindingExtension> flows, boolean isMalformed) {

        private static final Asked NOTHING = new Asked(Optional.empty(), List.of(), false);
        private static final Asked MALFORMED = new Asked(Optional.empty(), List.of(), true);

        /** What the node itself has put into a request. */
        static Asked in(Arrival arrival) {
            try {
                List<MultipathExtension> multipath = MultipathExtension.allOf(arrival.covered());
                List<FlowBindingExtension> flows = FlowBindingExtension.allOf(arrival.covered());
                if (multipath.isEmpty() && flows.isEmpty()) {
                    return NOTHING;
                }
                return multipath.size() > 1 // §4.1
                        ? MALFORMED
                        : new Asked(multipath.stream().findFirst(), flows, false);
            } catch (MalformedMessageException malformed) {
                return MALFORMED;
            }
        }

        /** Whether a request says nothing of all this. */
        boolean isNothing() {
            return equals(NOTHING);
        }

        private boolean isEmpty() {
            return multipath.isEmpty() && flows.isEmpty();
        }

        boolean isBulk() {
            return multipath.filter(MultipathExtension::isBulk).isPresent();
        }
    }

    private final BindingTable bindings;
    private final Map<Ipv4, List<FlowBindingExtension>> flows = new HashMap<>();
    private final Set<Ipv4> steered = new HashSet<>();

    FlowBindings(BindingTable bindings) {
        this.bindings = bindings;
    }

    /** Why a request is denied for the sake of how it speaks of several bindings (§4, §5.2). */
    Optional<ReplyCode> reasonToDeny(Authentic authentic) {
        Asked asked = authentic.asked();
        if (asked.isEmpty() && !asked.isMalformed) {
            return Optional.empty();
        }
        if (!mayUseIt(authentic)) {
            return Optional.of(ReplyCode.MULTIPATH_NOT_ALLOWED);
        }
        if (asked.isMalformed) {
            return Optional.of(ReplyCode.POORLY_FORMED_REQUEST);
        }
        boolean overwrites =
                asked.multipath.filter(MultipathExtension::isOverwriting).isPresent();
        boolean isAboutNone = asked.multipath.isEmpty(); // §4.2: flows of a multipath registration
        if (isAboutNone || (overwrites && !authentic.registers())) { // §4.1
            return Optional.of(ReplyCode.POORLY_FORMED_REQUEST);
        }
        if (asked.flows.size() > MOST_FLOWS) {
            return Optional.of(ReplyCode.INSUFFICIENT_RESOURCES);
        }
        return Optional.empty();
    }

    /**
     * Code 153 for a request that names a binding that the node would not have (§5.2). After a restart this is not asked: the
     * others are yet to come back.
     *
     * @param keepsOthers whether it would leave the node's other bindings where they are
     */
    Optional<ReplyCode> unknownBinding(Authentic authentic, boolean keepsOthers) {
        return authentic.asked().flows.isEmpty() || areAllKnown(authentic, authentic.asked(), keepsOthers)
                ? Optional.empty()
                : Optional.of(ReplyCode.INVALID_FLOW_BINDING_IDENTIFIER);
    }

    private static boolean mayUseIt(Authentic authentic) {
        return authentic.state().node().multipath();
    }

    /** Whether every binding that a flow names is there, or is the one that is asked for. */
    private boolean areAllKnown(Authentic authentic, Asked asked, boolean keepsOthers) {
        Set<Integer> known = new HashSet<>();
        asked.multipath.map(MultipathExtension::bindingId).ifPresent(known::add);
        if (keepsOthers || !authentic.registers()) {
            authentic.home().address().ifPresent(home -> bindings.of(home)
                    .forEach(each -> each.id().ifPresent(known::add)));
        }
        return asked.flows.stream().allMatch(flow -> known.containsAll(flow.bindingIds()));
    }

    /** The binding that has the identifier of a request, with another care-of address: it is the same one, which has moved. */
    Optional<Binding> movedBy(Ipv4 home, Asked asked, Ipv4 careOf) {
        return asked.multipath().isEmpty()
                ? Optional.empty()
                : ofId(home, asked.multipath()).filter(each -> !each.careOf().equals(careOf));
    }

    /** The care-of address that a deregistration is about: that of the binding it names, if there is one. */
    Ipv4 careOfMeant(Ipv4 home, Authentic authentic) {
        return ofId(home, authentic.asked().multipath())
                .map(Binding::careOf)
                .orElse(authentic.request().careOfAddress());
    }

    private Optional<Binding> ofId(Ipv4 home, Optional<MultipathExtension> meant) {
        return meant.flatMap(multipath -> bindings.of(home).stream()
                .filter(each -> each.id().equals(OptionalInt.of(multipath.bindingId())))
                .findFirst());
    }

    /** These are the node's flows from now on, if the request names any. */
    void put(Ipv4 home, Asked asked) {
        if (!asked.flows.isEmpty()) {
            flows.put(home, asked.flows);
        }
    }

    /** What must be kept of a request that was granted as {@code binding}, beside that. */
    List<Change> changesBy(Tick now, Authentic authentic, Binding binding) {
        Asked asked = authentic.asked();
        List<Change> changes = new ArrayList<>(0);
        if (asked.isBulk()) {
            changes.addAll(extendOthers(now, binding, authentic));
        }
        if (!asked.flows.isEmpty()) {
            kept(binding.home()).ifPresent(changes::add);
        }
        return changes;
    }

    /** §5.2: the node's other bindings last as long as the one that was asked for. */
    private List<Change> extendOthers(Tick now, Binding asked, Authentic authentic) {
        List<Change> changes = new ArrayList<>();
        for (Binding other : bindings.of(asked.home())) {
            if (!other.careOf().equals(asked.careOf()) && other.id().isPresent()) {
                Binding longer = other.lasting(asked.granted(), now);
                bindings.put(longer, true);
                changes.add(new Change.Bound(kept(now, Duration.ZERO, longer, authentic)));
            }
        }
        return changes;
    }

    /** What must be kept of a binding that lasts from {@code ago} before a request that came now. */
    private static KeptBinding kept(Tick now, Duration ago, Binding binding, Authentic authentic) {
        Datagram request = authentic.arrival().datagram();
        Datagram own = new Datagram(
                binding.registeredFrom(),
                new Endpoint(binding.registeredAt(), request.to().port()),
                request.interfaceIndex(),
                request.timeOfDay().minus(ago),
                binding.request());
        return KeptBinding.of(
                binding,
                own,
                now.since(binding.since()).minus(ago),
                authentic.state().identity().knownBy());
    }

    /**
     * What a request may change of others than the binding it asks for.
     *
     * @param others the node's bindings
     * @param flows the node's flows
     */
    record Before(List<Binding> others, List<FlowBindingExtension> flows) {}

    /** How it is now. */
    Before now(Ipv4 home) {
        return new Before(bindings.of(home), of(home));
    }

    /** All that is still there is as it was before that request: what must be kept of that. */
    List<Change> takeBack(Tick now, Ipv4 home, Before before, Authentic authentic) {
        List<Change> changes = new ArrayList<>();
        for (Binding old : before.others) {
            boolean isChanged = bindings.of(home, old.careOf())
                    .filter(longer -> !longer.ends().equals(old.ends()))
                    .isPresent();
            if (isChanged) {
                bindings.put(old, true);
                Tick accepted = old.granted().isInfinite()
                        ? now
                        : old.ends().plus(old.granted().duration().negated());
                changes.add(new Change.Bound(kept(now, now.since(accepted), old, authentic)));
            }
        }
        if (!bindings.of(home).isEmpty() && !of(home).equals(before.flows)) {
            flows.put(home, before.flows);
            changes.add(new Change.Flows(home, FlowBindingExtension.encodeAll(before.flows)));
        }
        return changes;
    }

    /** These were the node's flows before a restart. */
    void restore(Ipv4 home, List<FlowBindingExtension> kept) {
        flows.put(home, kept);
    }

    /** What must be kept of the node's flows; empty: nothing, for it has none. */
    Optional<Change> kept(Ipv4 home) {
        return Optional.ofNullable(flows.get(home))
                .map(all -> new Change.Flows(home, FlowBindingExtension.encodeAll(all)));
    }

    /** The node's flows that go by that binding now, in words. */
    List<String> by(Binding binding) {
        Set<Integer> ids = new HashSet<>();
        bindings.of(binding.home()).forEach(each -> each.id().ifPresent(ids::add));
        return of(binding.home()).stream()
                .filter(flow -> flow.bindingIds().stream()
                        .filter(ids::contains)
                        .findFirst()
                        .filter(first -> binding.id().equals(OptionalInt.of(first)))
                        .isPresent())
                .map(flow -> flow.which().toString())
                .toList();
    }

    /** The node's flows, in their order. */
    List<FlowBindingExtension> of(Ipv4 home) {
        return flows.getOrDefault(home, List.of());
    }

    /** What must be said of the node's flows before it is said where it is, for it to be so from then on. */
    List<Effect> effects(Ipv4 home) {
        List<Effect> effects = new ArrayList<>(0);
        if (bindings.of(home).isEmpty() && flows.remove(home) != null) {
            effects.add(new Effect.Remember(List.of(new Change.Flows(home, Octets.EMPTY)), false));
        }
        Optional<Steering> steering = steering(home);
        if (steering.isPresent()) {
            steered.add(home);
            effects.add(new Effect.Steer(home, steering));
        } else if (steered.remove(home)) {
            effects.add(new Effect.Steer(home, steering));
        }
        return effects;
    }

    private Optional<Steering> steering(Ipv4 home) {
        List<Binding> all = bindings.of(home);
        if (!isAnyOfSeveral(all)) {
            return Optional.empty();
        }
        List<Integer> ids = all.stream().map(each -> each.id().orElse(0)).toList();
        int lowest = ids.stream().mapToInt(id -> id).filter(id -> id != 0).min().orElseThrow();
        List<Steering.Rule> rules = new ArrayList<>();
        for (FlowBindingExtension flow : of(home)) {
            Optional<Integer> first =
                    flow.bindingIds().stream().filter(ids::contains).findFirst(); // §4.2
            if (flow.isDrop() || first.isPresent()) {
                OptionalInt way =
                        first.map(id -> OptionalInt.of(ids.indexOf(id))).orElse(OptionalInt.empty());
                rules.add(new Steering.Rule(flow.which(), way));
            }
        }
        return Optional.of(new Steering(rules, ids.indexOf(lowest)));
    }

    private static boolean isAnyOfSeveral(List<Binding> all) {
        for (Binding each : all) {
            if (each.multipath().isPresent()) {
                return true;
            }
        }
        return false;
    }
}
