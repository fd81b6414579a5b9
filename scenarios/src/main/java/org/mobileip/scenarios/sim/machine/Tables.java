package org.mobileip.scenarios.sim.machine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.mobileip.host.LinkAddress;
import org.mobileip.host.Route;
import org.mobileip.host.Rule;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;

/** Addresses, routes and rules, and which way a datagram goes by them: as Linux looks it up. */
final class Tables {

    /** The routes that come with addresses: {@code kernel} in ip-route(8). */
    static final int PROTOCOL_KERNEL = 2;

    /** After all rules of others. */
    private static final int PRIORITY_MAIN = 32766;

    private static final int MOST_REMEMBERED = 10_000;
    private static final Rule MAIN =
            new Rule(PRIORITY_MAIN, Optional.empty(), OptionalInt.empty(), Route.TABLE_MAIN, OptionalInt.empty(), 0);

    final List<LinkAddress> addresses = new ArrayList<>();
    final List<Route> routes = new ArrayList<>();
    final List<Rule> rules = new ArrayList<>();
    final List<Ipv4Prefix> unreachable = new ArrayList<>();
    private final Map<Question, Optional<Route>> remembered = new HashMap<>();
    private int[] local = {};
    private int[] broadcasts = {};
    private List<Rule> inOrder = List.of(MAIN);

    /**
     * What is asked.
     *
     * @param source 0 where the datagram has none yet
     * @param onto the index of the interface it must leave by; 0: any
     * @param incoming the name of the interface it came by; empty: it is this machine's own
     */
    record Question(int destination, int source, int mark, int onto, String incoming) {

        /** About what this machine sends. */
        Question(int destination, int source, int mark, int onto) {
            this(destination, source, mark, onto, "");
        }
    }

    /** Something has changed. */
    void forget() {
        remembered.clear();
        local = addresses.stream()
                .mapToInt(each -> each.address().address().bits())
                .toArray();
        broadcasts = addresses.stream()
                .filter(each -> each.address().prefixLength() < 31)
                .mapToInt(each -> each.address().prefix().broadcast().bits())
                .toArray();
        List<Rule> all = new ArrayList<>(rules);
        all.add(MAIN);
        all.sort(Comparator.comparingInt(Rule::priority));
        inOrder = all;
    }

    /** The route that a datagram takes; empty: none leads there. */
    Optional<Route> find(Question question) {
        Optional<Route> known = remembered.get(question);
        if (known == null) {
            known = search(question);
            if (remembered.size() >= MOST_REMEMBERED) {
                remembered.clear();
            }
            remembered.put(question, known);
        }
        return known;
    }

    private Optional<Route> search(Question question) {
        for (Rule rule : inOrder) {
            Route best = applies(rule, question) ? best(rule.table(), question) : null;
            boolean isSuppressed = best != null
                    && rule.suppressPrefixLength().isPresent()
                    && best.destination().length()
                            <= rule.suppressPrefixLength().getAsInt();
            if (best != null && !isSuppressed) {
                return isUnreachable(best, question) ? Optional.empty() : Optional.of(best);
            }
        }
        return Optional.empty();
    }

    private static boolean applies(Rule rule, Question question) {
        boolean from = rule.source().isEmpty() || rule.source().get().contains(new Ipv4(question.source));
        boolean by = rule.incoming().isEmpty() || rule.incoming().get().equals(question.incoming);
        return from && by && (rule.mark().isEmpty() || rule.mark().getAsInt() == question.mark);
    }

    private @Nullable Route best(int table, Question question) {
        Route best = null;
        Ipv4 destination = new Ipv4(question.destination);
        for (Route route : routes) {
            if (route.table() == table
                    && (question.onto == 0 || route.linkIndex() == question.onto)
                    && route.destination().contains(destination)
                    && (best == null || isBetter(route, best))) {
                best = route;
            }
        }
        return best;
    }

    private static boolean isBetter(Route route, Route than) {
        int longer =
                Integer.compare(route.destination().length(), than.destination().length());
        return longer != 0 ? longer > 0 : route.metric() < than.metric();
    }

    private boolean isUnreachable(Route best, Question question) {
        Ipv4 destination = new Ipv4(question.destination);
        return unreachable.stream()
                .anyMatch(prefix -> prefix.contains(destination)
                        && prefix.length() > best.destination().length());
    }

    boolean isUnreachable(int destination) {
        return unreachable.stream().anyMatch(prefix -> prefix.contains(new Ipv4(destination)));
    }

    boolean isLocal(int address) {
        return isIn(local, address);
    }

    boolean isOn(int linkIndex, int address) {
        return addresses.stream()
                .anyMatch(each -> each.linkIndex() == linkIndex
                        && each.address().address().bits() == address);
    }

    /** The address that a datagram without one gets, which leaves by that interface. */
    Optional<Ipv4> sourceOn(int linkIndex) {
        return addresses.stream()
                .filter(each -> each.linkIndex() == linkIndex)
                .map(each -> each.address().address())
                .findFirst();
    }

    boolean isBroadcast(int address) {
        return address == -1 || isIn(broadcasts, address);
    }

    /** There are few, and it is asked for every packet. */
    private static boolean isIn(int[] few, int address) {
        for (int each : few) {
            if (each == address) {
                return true;
            }
        }
        return false;
    }
}
