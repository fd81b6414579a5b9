package org.mobileip.scenarios.measure;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.scenarios.language.Comparison;
import org.mobileip.scenarios.language.Condition;
import org.mobileip.scenarios.language.Scenario;
import org.mobileip.scenarios.language.Scenario.MobileNode;
import org.mobileip.scenarios.language.Scenario.Network;

/** What the nodes said and did, held against what was expected of it. */
final class ProtocolFindings {

    private final Scenario scenario;
    private final Observations seen;

    ProtocolFindings(Scenario scenario, Observations seen) {
        this.scenario = scenario;
        this.seen = seen;
    }

    /** The longest time from a move to the reply that accepted it; a move that never was accepted has none. */
    Finding registered(Condition.RegisteredWithin expected, When when) {
        List<MoveObserved> moves = when.moves().stream().map(MoveWindow::move).toList();
        boolean allAccepted =
                moves.stream().allMatch(move -> move.replyReceived().isPresent());
        OptionalLong worst = moves.stream()
                .flatMapToLong(move -> move.replyReceived().stream().map(reply -> reply - move.startNanos()))
                .max();
        Figure figure =
                Figure.ofMillis(allAccepted ? worst : OptionalLong.empty(), Comparison.AT_MOST, expected.limit());
        return Finding.of(figure, allAccepted ? "" : notAccepted(when));
    }

    private String notAccepted(When when) {
        String denials = seen.registrations().stream()
                .filter(reply -> reply.code() > 1 && isWithin(reply.nanos(), when))
                .map(reply -> String.valueOf(reply.code()))
                .distinct()
                .collect(Collectors.joining(", "));
        return denials.isEmpty() ? "no reply" : "denied with code " + denials;
    }

    /** How many replies with this code came from the node. */
    Finding reply(Condition.ReplyFrom expected, When when) {
        List<RegistrationSeen> replies = seen.registrations().stream()
                .filter(reply -> reply.agent().equals(expected.node()) && isWithin(reply.nanos(), when))
                .toList();
        List<RegistrationSeen> looked =
                when instanceof When.AtEnd ? replies.subList(Math.max(0, replies.size() - 1), replies.size()) : replies;
        long count =
                looked.stream().filter(reply -> reply.code() == expected.code()).count();
        String others = looked.stream()
                .map(reply -> String.valueOf(reply.code()))
                .distinct()
                .collect(Collectors.joining(", "));
        return Finding.of(
                new Figure(OptionalDouble.of((double) count), Comparison.AT_LEAST, 1, "replies"),
                count > 0 ? "" : others.isEmpty() ? "no reply" : "codes seen: " + others);
    }

    /** The last that was seen of the binding before the node's next move, or before the end. */
    Finding binding(Condition.BindingOf expected, When when) {
        List<BindingSeen> last = ends(when).stream()
                .flatMap(end -> lastBinding(expected.node(), end).stream())
                .toList();
        if (last.isEmpty()) {
            return Finding.of(false, "no binding was seen");
        }
        return Finding.of(
                last.stream().allMatch(binding -> isIn(binding, expected.network())),
                last.stream().map(ProtocolFindings::described).distinct().collect(Collectors.joining(", then ")));
    }

    private Optional<BindingSeen> lastBinding(String node, long end) {
        return seen.bindings().stream()
                .filter(binding -> binding.node().equals(node) && binding.nanos() <= end)
                .max(Comparator.comparingLong(BindingSeen::nanos));
    }

    private List<Long> ends(When when) {
        return when instanceof When.AfterMoves
                ? when.moves().stream().map(move -> move.reign().to()).toList()
                : List.of(seen.endNanos());
    }

    private boolean isIn(BindingSeen binding, String network) {
        Optional<Ipv4Prefix> prefix = scenario.network(network).map(Network::prefix);
        if (binding.careOf().isEmpty()) {
            Optional<MobileNode> mobile = scenario.mobile(binding.node());
            return mobile.flatMap(scenario::homeNetworkOf)
                    .filter(home -> home.name().equals(network))
                    .isPresent();
        }
        return prefix.filter(within -> binding.careOf().stream().anyMatch(within::contains))
                .isPresent();
    }

    private static String described(BindingSeen binding) {
        return binding.careOf().isEmpty()
                ? "at home"
                : binding.careOf().stream().map(Ipv4::toString).collect(Collectors.joining(" and "));
    }

    /** How many datagrams went to an old care-of address too late. */
    Finding leaks(When when) {
        List<Leak> leaks = seen.leaks().stream()
                .filter(leak -> isWithin(leak.nanos(), when))
                .toList();
        OptionalLong latest = leaks.stream()
                .mapToLong(leak -> leak.nanos() - leak.replyNanos())
                .max();
        String detail = latest.isEmpty()
                ? ""
                : "the last to " + leaks.get(leaks.size() - 1).oldCareOf() + ", up to " + latest.getAsLong() / 1_000_000
                        + " ms after the reply";
        return Finding.of(new Figure(OptionalDouble.of(leaks.size()), Comparison.EQUAL, 0, "packets"), detail);
    }

    /** Whether something that happened at a moment counts: for a move, all until the node's next one. */
    private static boolean isWithin(long moment, When when) {
        if (when instanceof When.AfterMoves after) {
            return after.moves().stream().anyMatch(move -> move.reign().contains(moment));
        }
        return !(when instanceof When.OutsideMoves outside)
                || outside.moves().stream().noneMatch(move -> move.window().contains(moment));
    }
}
