package org.mobileip.mobilenode;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import org.mobileip.net.FlowSelector;
import org.mobileip.net.Steering;
import org.mobileip.wire.FlowBindingExtension;

/**
 * By which of some uplinks each flow goes: by the first of those it is configured with; where none of them is there, by the usual
 * one, which is that of all else. The same in the words of either end.
 *
 * @param flows as configured
 */
record FlowPolicy(List<Settings.Flow> flows) {

    FlowPolicy {
        flows = List.copyOf(flows);
    }

    boolean isEmpty() {
        return flows.isEmpty();
    }

    /** Whether one uplink alone has everything. */
    boolean isPlainWith(int uplinks) {
        return uplinks == 1 && flows.stream().noneMatch(Settings.Flow::isDropped);
    }

    /** For the home agent (RFC 7629 §4.2). The last is for what is none of the others. */
    List<FlowBindingExtension> extensions(List<Uplink> known, Uplink usual) {
        List<FlowBindingExtension> extensions = new ArrayList<>();
        for (Settings.Flow flow : flows) {
            extensions.add(
                    flow.isDropped()
                            ? FlowBindingExtension.drop(flow.which())
                            : new FlowBindingExtension(ids(inOrder(flow.uplinks(), known, usual)), flow.which()));
        }
        extensions.add(new FlowBindingExtension(ids(inOrder(List.of(), known, usual)), FlowSelector.ANY));
        return extensions;
    }

    private static List<Integer> ids(List<Uplink> uplinks) {
        return uplinks.stream()
                .map(Uplink::id)
                .limit(FlowBindingExtension.MOST_IDS)
                .toList();
    }

    /** For this end's own tunnels, in the order of {@code known}. */
    Steering steering(List<Uplink> known, Uplink usual) {
        List<Steering.Rule> rules = flows.stream()
                .map(flow -> new Steering.Rule(
                        flow.which(),
                        flow.isDropped()
                                ? OptionalInt.empty()
                                : OptionalInt.of(known.indexOf(first(flow, known, usual)))))
                .toList();
        return new Steering(rules, known.indexOf(usual));
    }

    /** The flows that go by {@code uplink}, in words. */
    List<String> flowsBy(Uplink uplink, List<Uplink> known, Uplink usual) {
        return flows.stream()
                .filter(flow -> !flow.isDropped() && first(flow, known, usual).equals(uplink))
                .map(flow -> flow.which().toString())
                .toList();
    }

    private static Uplink first(Settings.Flow flow, List<Uplink> known, Uplink usual) {
        return inOrder(flow.uplinks(), known, usual).get(0);
    }

    private static List<Uplink> inOrder(List<Predicate<String>> wanted, List<Uplink> known, Uplink usual) {
        Set<Uplink> all = new LinkedHashSet<>();
        wanted.forEach(name -> known.stream()
                .filter(each -> name.test(each.at().interfaceName()))
                .forEach(all::add));
        all.add(usual);
        all.addAll(known);
        return List.copyOf(all);
    }
}
