package org.mobileip.scenarios.language;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.mobileip.scenarios.language.Scenario.Network;

/** What a script must have as a whole. */
final class WholeScript {

    private final Draft draft;

    WholeScript(Draft draft) {
        this.draft = draft;
    }

    void check() {
        need(draft.networks().isEmpty(), "network", "no network", "add a line like: network home 10.10.0.0/24");
        need(draft.homeAgents().isEmpty(), "home-agent", "no home agent", "add a line like: home-agent ha on home");
        need(draft.mobiles().isEmpty(), "mobile", "no mobile node", "add a line like: mobile mn home 10.10.0.57");
        draft.addresses().chooseMissing();
        checkRoom();
    }

    private void need(boolean missing, String keyword, String message, String hint) {
        if (missing && !draft.isDoubtful(keyword)) {
            draft.problems().error(draft.source().start(), message + " in this script", hint);
        }
    }

    /** Every network has room for a router, for the nodes that are in it, and for the mobile nodes that come. */
    private void checkRoom() {
        Map<String, Set<String>> visitors = new HashMap<>();
        draft.homeAgents()
                .forEach(each ->
                        add(visitors, each.thing().network(), each.thing().name()));
        draft.hosts()
                .forEach(each ->
                        add(visitors, each.thing().network(), each.thing().name()));
        draft.mobiles().values().forEach(each -> draft.addresses()
                .networkOf(each.thing().home())
                .ifPresent(home -> add(visitors, home.name(), each.thing().name())));
        draft.actions().stream().flatMap(timed -> timed.action().stream()).forEach(timed -> {
            if (timed.action() instanceof Action.Move move) {
                add(visitors, move.network(), move.node());
            }
        });
        draft.networks().values().forEach(each -> {
            Network network = each.thing();
            int needed = 1 + visitors.getOrDefault(network.name(), Set.of()).size();
            long room = Math.max(0, (1L << (32 - network.prefix().length())) - 2);
            if (needed > room) {
                draft.problems()
                        .error(
                                each.match().place(NetworkStatement.PREFIX),
                                "no room in " + network.prefix() + ": " + room + " addresses, and " + needed
                                        + " are needed",
                                "one for the router, one for each node that is in it or comes to it");
            }
        });
    }

    private static void add(Map<String, Set<String>> visitors, String network, String node) {
        visitors.computeIfAbsent(network, any -> new HashSet<>()).add(node);
    }
}
