package org.mobileip.homeagent.daemon;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.mobileip.config.Difference;
import org.mobileip.config.Difference.Kind;
import org.mobileip.config.HomeAgentConfig.Node;
import org.mobileip.config.HomeAgentConfig.Security;

/** Which {@code [[node]]} entries came, went and changed. */
final class NodeChanges {

    private static final String NODE = "node ";

    private record Setting(String key, Function<Node, Object> value) {}

    private static final List<Setting> SETTINGS = List.of(
            new Setting("address", Node::address),
            new Setting("nai", Node::nai),
            new Setting("pool", Node::pool),
            new Setting("replay", Node::replay),
            new Setting("clock_tolerance", Node::clockTolerance),
            new Setting("message", Node::message),
            new Setting("networks", Node::networks),
            new Setting("services", Node::services),
            new Setting("multipath", Node::multipath));

    private NodeChanges() {}

    /** In the order of the files, what went before what came. A node whose home address stays is the same by another name. */
    static List<Difference> between(List<Node> before, List<Node> after) {
        Map<String, Node> left = new LinkedHashMap<>();
        before.forEach(node -> left.put(node.name(), node));
        List<Node> unknown = new ArrayList<>();
        List<Difference> changed = new ArrayList<>();
        for (Node node : after) {
            Optional<Node> same = Optional.ofNullable(left.remove(node.name()));
            same.flatMap(was -> change(was, node)).ifPresent(changed::add);
            if (same.isEmpty()) {
                unknown.add(node);
            }
        }
        Map<Object, Node> byIdentity = new HashMap<>();
        left.values().forEach(node -> byIdentity.put(identity(node), node));
        List<Difference> added = new ArrayList<>();
        for (Node node : unknown) {
            Optional<Node> renamed = Optional.ofNullable(byIdentity.get(identity(node)));
            renamed.ifPresent(was -> left.remove(was.name()));
            added.add(renamed.map(was -> renamed(was, node))
                    .orElseGet(() -> new Difference(NODE + node.name(), Kind.ADDED, where(node))));
        }
        List<Difference> changes = new ArrayList<>();
        left.values().forEach(node -> changes.add(new Difference(NODE + node.name(), Kind.REMOVED, where(node))));
        changes.addAll(added);
        changes.addAll(changed);
        return changes;
    }

    static boolean isOfNode(Difference change) {
        return change.what().startsWith(NODE);
    }

    private static Object identity(Node node) {
        return node.address().isPresent() ? node.address() : node.nai();
    }

    private static String where(Node node) {
        return node.address().map(Object::toString).or(node::nai).orElse("");
    }

    private static Difference renamed(Node was, Node is) {
        String rest = differences(was, is);
        return new Difference(
                NODE + was.name(), Kind.CHANGED, "is called " + is.name() + (rest.isEmpty() ? "" : ", " + rest));
    }

    private static Optional<Difference> change(Node was, Node is) {
        String differences = differences(was, is);
        return differences.isEmpty()
                ? Optional.empty()
                : Optional.of(new Difference(NODE + is.name(), Kind.CHANGED, differences));
    }

    private static String differences(Node was, Node is) {
        List<String> differences = new ArrayList<>();
        for (Setting setting : SETTINGS) {
            Object before = setting.value.apply(was);
            Object after = setting.value.apply(is);
            if (!before.equals(after)) {
                differences.add(setting.key + " " + Difference.words(before) + " -> " + Difference.words(after));
            }
        }
        if (!was.security().equals(is.security())) {
            differences.add(security(was.security(), is.security()));
        }
        return String.join(", ", differences);
    }

    /** By fingerprints, for a key is told to nobody. */
    private static String security(List<Security> was, List<Security> is) {
        if (was.size() != 1 || is.size() != 1) {
            return "security associations " + spis(was) + " -> " + spis(is);
        }
        List<String> differences = new ArrayList<>();
        Security before = was.get(0);
        Security after = is.get(0);
        if (before.spi() != after.spi()) {
            differences.add("spi " + spis(was) + " -> " + spis(is));
        }
        if (!before.key().equals(after.key())) {
            differences.add(
                    "key " + before.key().fingerprint() + " -> " + after.key().fingerprint());
        }
        if (before.auth() != after.auth()) {
            differences.add(
                    "auth " + before.auth().configured() + " -> " + after.auth().configured());
        }
        if (!before.validity().equals(after.validity())) {
            differences.add("not_before, not_after");
        }
        return String.join(", ", differences);
    }

    private static String spis(List<Security> associations) {
        return String.join(
                " ",
                associations.stream()
                        .map(each -> "0x" + Integer.toHexString(each.spi()))
                        .toList());
    }
}
