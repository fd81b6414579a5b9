package org.mobileip.host.linux.kernel;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.mobileip.host.Rule;
import org.mobileip.host.linux.Errno;
import org.mobileip.host.linux.NetlinkBatch;
import org.mobileip.host.linux.netlink.RuleMessages;

/**
 * The rules that have the kernel look into our tables before it looks into the main table. Routes to single addresses have one
 * table. Those to networks have a table for each length of prefix, into which the kernel looks after it has found nothing in the
 * main table that says more; so the longest prefix wins over all of them, as in one table. For one thread at a time.
 */
final class RoutingRules {

    /** Who has made a rule or a route, in {@code ip route} as {@code proto 76}. */
    static final int PROTOCOL = 76;

    private static final int HOSTS = 5211;
    private static final int MAIN = 254;
    private static final int LONGEST = 32;

    /** The last before the main table: whoever has rules before these has them before our routes as well. */
    private static final int LAST_PRIORITY = 32_765;

    private static final Rule TO_HOSTS = rule(LAST_PRIORITY - 2 * LONGEST, HOSTS, OptionalInt.empty());

    private final NetlinkBatch kernel;
    private final Set<Rule> there = new LinkedHashSet<>();
    private final Map<Integer, Integer> networks = new HashMap<>();

    RoutingRules(NetlinkBatch kernel) {
        this.kernel = kernel;
    }

    private static Rule rule(int priority, int table, OptionalInt suppressed) {
        return new Rule(priority, Optional.empty(), OptionalInt.empty(), table, suppressed, PROTOCOL);
    }

    /** The table of routes to prefixes of that length. */
    static int table(int length) {
        return length == LONGEST ? HOSTS : HOSTS + 1 + length;
    }

    /** Has the kernel look for single addresses from now on, if it does not yet. */
    void put() {
        add(TO_HOSTS);
        kernel.perform();
    }

    /** Before the first route to a prefix of that length is put; to be performed by the caller. */
    void use(int length) {
        if (length < LONGEST && networks.merge(length, 1, Integer::sum) == 1) {
            add(moreSpecific(length));
            add(toNetworks(length));
        }
    }

    /** After the last one was taken away; to be performed by the caller. */
    void leave(int length) {
        if (length < LONGEST && networks.merge(length, -1, Integer::sum) == 0) {
            networks.remove(length);
            remove(toNetworks(length));
            remove(moreSpecific(length));
        }
    }

    private static Rule moreSpecific(int length) {
        return rule(LAST_PRIORITY - 1 - 2 * length, MAIN, OptionalInt.of(length));
    }

    private static Rule toNetworks(int length) {
        return rule(LAST_PRIORITY - 2 * length, table(length), OptionalInt.empty());
    }

    private void add(Rule rule) {
        there.add(rule);
        kernel.add("add rule " + rule.priority(), RuleMessages.add(rule), Errno.EEXIST);
    }

    private void remove(Rule rule) {
        there.remove(rule);
        remove(kernel, rule);
    }

    /** Somebody has removed it: if it is one of ours that should be there, it is there again. */
    void restore(Rule removed) {
        if (there.contains(removed)) {
            add(removed);
            kernel.perform();
        }
    }

    /** The kernel looks into our tables no more. */
    void clear() {
        Set.copyOf(there).forEach(this::remove);
        networks.clear();
        kernel.perform();
    }

    /** Removes all that are ours, whoever has put them there. */
    static void removeAll(NetlinkBatch kernel) {
        kernel.dump("read rules", RuleMessages.dump()).forEach(answer -> RuleMessages.decode(answer.payload())
                .filter(rule -> rule.protocol() == PROTOCOL)
                .ifPresent(rule -> remove(kernel, rule)));
        kernel.perform();
    }

    private static void remove(NetlinkBatch kernel, Rule rule) {
        kernel.add("remove rule " + rule.priority(), RuleMessages.remove(rule), Errno.ENOENT);
    }
}
