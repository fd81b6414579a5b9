package org.mobileip.scenarios.netns;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What carried the tunnels of a run, as the daemons at their ends say. */
final class Dataplanes {

    private final Map<String, String> byNode = new LinkedHashMap<>();

    /** A node's daemon says {@code dataplane}; null: nothing. */
    void said(String node, @Nullable Object dataplane) {
        if (dataplane != null) {
            byNode.put(node, dataplane.toString());
        }
    }

    /** One word where all are alike, else that of each node, such as {@code ha bpf, mn tun}; empty where nobody said anything. */
    String all() {
        List<String> distinct = byNode.values().stream().distinct().toList();
        return distinct.size() < 2
                ? String.join("", distinct)
                : byNode.entrySet().stream()
                        .map(each -> each.getKey() + " " + each.getValue())
                        .collect(Collectors.joining(", "));
    }
}
