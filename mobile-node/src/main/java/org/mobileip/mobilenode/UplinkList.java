package org.mobileip.mobilenode;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Uplinks;
import org.mobileip.time.Tick;
import org.mobileip.wire.Extension;
import org.mobileip.wire.MultipathExtension;

/**
 * The links that the node uses at the same time, and by which of them each flow goes (RFC 7629). Both ends are told the same: this
 * one by {@link #ways}, the home agent in every request.
 */
final class UplinkList {

    private final CurrentSettings settings;
    private final FlowPolicy policy;
    private final Map<String, Integer> ids = new HashMap<>();
    private final Map<Integer, Uplink> byLink = new LinkedHashMap<>();

    /** Of bindings that lead nowhere and that the home agent may have: their numbers by care-of address. */
    private final Map<Ipv4, Integer> gone = new LinkedHashMap<>();

    private final List<Uplink> lost = new ArrayList<>();
    private Optional<Attachment.Visiting> main = Optional.empty();
    private Optional<Ipv4> asking = Optional.empty();
    private final MultipathRefusal refusal = new MultipathRefusal();

    UplinkList(CurrentSettings settings) {
        this.settings = settings;
        this.policy = new FlowPolicy(settings.flows());
    }

    /** Whether there are flows to be told apart, and a home agent that has not refused that. */
    boolean isInUse() {
        return !policy.isEmpty() && !refusal.isOn();
    }

    /** The home agent does not do this for us: one binding from now on (§5.1). Whether that is another thing than before. */
    boolean refuse(Ipv4 agent, Tick asked) {
        boolean was = isInUse();
        refusal.is(agent, asked);
        clear();
        return was;
    }

    /** That a home agent does not do this for us. */
    MultipathRefusal refusal() {
        return refusal;
    }

    /** A home agent knows other bindings: those beside that one are to be made anew. Whether there were any. */
    boolean forgetOthers(Ipv4 careOf) {
        List<Uplink> others = all().stream()
                .filter(each ->
                        !each.at().careOf().equals(careOf) && each.promised().isPresent())
                .toList();
        others.forEach(each -> put(each.promising(Optional.empty())));
        return !others.isEmpty();
    }

    /** The node is attached there from now on: what belongs to no flow goes that way. */
    void attached(Attachment to) {
        boolean isDirect =
                to instanceof Attachment.Visiting visiting && visiting.agent().isEmpty();
        main = isInUse() && isDirect && to instanceof Attachment.Visiting visiting
                ? Optional.of(visiting)
                : Optional.empty();
        main.ifPresent(at -> {
            enter(at);
            gone.remove(at.careOf()); // It is asked for anew: who was silent there before was asked by another.
        });
    }

    /** Where it is attached; empty: nowhere that others could be used beside. */
    Optional<Attachment.Visiting> main() {
        return main;
    }

    /**
     * These are the links that can be used now.
     *
     * @param promised to the care-of address of that which the node is attached to
     */
    void follow(Tick now, List<Attachment.Visiting> usable, Optional<Binding> promised) {
        keepOnly(usable);
        all().stream()
                .filter(each -> each.promised()
                        .filter(made -> made.endsAt().hasCome(now))
                        .isPresent())
                .forEach(each -> put(each.promising(Optional.empty())));
        if (main.isPresent()) {
            usable.forEach(this::enter);
            promised.ifPresent(made -> promised(main.get().careOf(), made));
        }
    }

    /** Others than these, and that which the node is attached to, are gone. */
    void keepOnly(List<Attachment.Visiting> usable) {
        if (main.isEmpty()) {
            clear();
            return;
        }
        for (Uplink each : all()) {
            if (!isMain(each) && usable.stream().noneMatch(each.at()::isSamePathAs)) {
                byLink.remove(each.at().linkIndex());
                leave(each);
                lost.add(each);
            }
        }
    }

    /** Those that have ceased to be since this was asked last. */
    List<Uplink> takeLost() {
        List<Uplink> taken = List.copyOf(lost);
        lost.clear();
        return taken;
    }

    private void enter(Attachment.Visiting at) {
        Uplink there = byLink.get(at.linkIndex());
        if (there == null || !there.at().isSamePathAs(at)) {
            int id = idOf(at.interfaceName());
            gone.values().removeIf(other -> other == id); // A binding from elsewhere with its number takes its place.
            gone.remove(at.careOf());
            put(new Uplink(at, id));
        }
    }

    private void leave(Uplink lost) {
        if (lost.promised().isPresent() || asking.equals(Optional.of(lost.at().careOf()))) {
            gone.put(lost.at().careOf(), lost.id());
        }
    }

    private void put(Uplink uplink) {
        byLink.put(uplink.at().linkIndex(), uplink);
    }

    private void clear() {
        byLink.clear();
        gone.clear();
    }

    /** A link keeps its number while this runs: that of its place in the configured order, or the next that is free. */
    private int idOf(String interfaceName) {
        return ids.computeIfAbsent(interfaceName, name -> {
            int id = MultipathExtension.LEAST_ID + Math.max(0, settings.rank(name));
            while (ids.containsValue(id)) {
                id++;
            }
            return id;
        });
    }

    /** All, in the order of their numbers. */
    private List<Uplink> all() {
        return byLink.values().stream()
                .sorted(Comparator.comparingInt(Uplink::id))
                .toList();
    }

    /** Those beside the link that the node is attached to. */
    List<Uplink> others() {
        return all().stream().filter(each -> !isMain(each)).toList();
    }

    private boolean isMain(Uplink uplink) {
        return main.filter(uplink.at()::isSamePathAs).isPresent();
    }

    /** Care-of addresses for which the home agent may have bindings that lead nowhere any more. */
    List<Ipv4> gone() {
        return List.copyOf(gone.keySet());
    }

    /** The home agent has no binding for that care-of address any more. */
    void forgotten(Ipv4 careOf) {
        gone.remove(careOf);
    }

    /** A request for that care-of address waits for its reply; empty: none does. */
    void asking(Optional<Ipv4> careOf) {
        asking = careOf;
    }

    /** The home agent tunnels there. */
    void promised(Ipv4 careOf, Binding made) {
        at(careOf).ifPresent(each -> put(each.promising(Optional.of(made))));
    }

    /** The home agent has ended it before its time: not to be asked for again before {@code askAgainAt}. What it had promised. */
    Optional<Binding> over(Ipv4 careOf, Tick askAgainAt) {
        Optional<Uplink> ended = at(careOf).filter(each -> each.promised().isPresent());
        ended.ifPresent(each -> put(each.over(askAgainAt)));
        return ended.flatMap(Uplink::promised);
    }

    /** Nobody answers by it: the home agent shall not tunnel there, whatever it has promised. */
    void suspect(Ipv4 careOf) {
        at(careOf).filter(each -> each.promised().isPresent() && !isMain(each)).ifPresent(each -> {
            put(each.promising(Optional.empty()));
            gone.put(careOf, each.id());
        });
    }

    /** What the home agent has promised. */
    List<Binding> promised() {
        return byLink.values().stream()
                .flatMap(each -> each.promised().stream())
                .toList();
    }

    /** The one with that care-of address. */
    Optional<Uplink> at(Ipv4 careOf) {
        return byLink.values().stream()
                .filter(each -> each.at().careOf().equals(careOf))
                .findFirst();
    }

    /** Whether it is about another link than the one that the node is attached to. */
    boolean isBesideMain(Target target) {
        return at(target.careOf()).filter(each -> !isMain(each)).isPresent();
    }

    /** What a request for {@code target} says of it (§4, §5.1). */
    List<Extension> extensionsFor(Target target) {
        if (!isInUse() || target.through().isPresent()) {
            return List.of();
        }
        if (target.isDeregistration()) {
            return Optional.ofNullable(gone.get(target.careOf()))
                    .map(id -> List.of(multipath(AccessTechnology.ETHERNET, id, false)))
                    .orElse(List.of());
        }
        return at(target.careOf()).map(this::extensionsFor).orElse(List.of());
    }

    private List<Extension> extensionsFor(Uplink asked) {
        List<Uplink> known = knownWith(asked);
        List<Extension> extensions = new ArrayList<>();
        extensions.add(multipath(AccessTechnology.of(asked.at().interfaceName()), asked.id(), isAlone(asked)));
        Uplink usual = known.stream().filter(this::isMain).findFirst().orElse(asked);
        policy.extensions(known, usual).forEach(flow -> extensions.add(flow.toExtension()));
        return extensions;
    }

    private List<Uplink> knownWith(Uplink asked) {
        return all().stream()
                .filter(each -> each.promised().isPresent() || each.equals(asked))
                .toList();
    }

    private boolean isAlone(Uplink asked) {
        return knownWith(asked).size() == 1 && isMain(asked) && asking.isEmpty();
    }

    /** Whether a request for {@code target}, once it is granted, leaves no other binding. */
    boolean replacesOthers(Target target) {
        boolean isOneOfSeveral = isInUse() && target.through().isEmpty();
        return !isOneOfSeveral || at(target.careOf()).map(this::isAlone).orElse(true);
    }

    /** O ends what a home agent may still have of before this was started. */
    private static Extension multipath(AccessTechnology technology, int id, boolean isAlone) {
        return new MultipathExtension(technology.number(), id, id, false, isAlone).toExtension();
    }

    /** By which ways this end sends, while what is of no flow goes {@code through} there; empty: all goes there. */
    Optional<Uplinks> ways(Optional<Attachment.Away> through) {
        List<Uplink> known = sending(through);
        Optional<Uplink> usual = usual(known, through);
        return !isInUse() || policy.isPlainWith(known.size())
                ? Optional.empty()
                : usual.map(it -> new Uplinks(known.stream().map(Uplink::way).toList(), policy.steering(known, it)));
    }

    private List<Uplink> sending(Optional<Attachment.Away> through) {
        return all().stream()
                .filter(each -> each.promised().isPresent() || isThere(each, through))
                .toList();
    }

    private static Optional<Uplink> usual(List<Uplink> known, Optional<Attachment.Away> through) {
        return known.stream().filter(each -> isThere(each, through)).findFirst();
    }

    private static boolean isThere(Uplink uplink, Optional<Attachment.Away> through) {
        return through.filter(uplink.at()::isSamePathAs).isPresent();
    }

    /** How each is, while what is of no flow goes {@code through} there. */
    List<UplinkStanding> standings(Optional<Attachment.Away> through) {
        List<Uplink> known = sending(through);
        Optional<Uplink> usual = usual(known, through);
        return all().stream()
                .map(each -> each.standing(
                        usual.equals(Optional.of(each)),
                        usual.map(it -> policy.flowsBy(each, known, it)).orElse(List.of())))
                .toList();
    }
}
