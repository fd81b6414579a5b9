package org.mobileip.homeagent.daemon;

import java.util.Map;

/** What the agent says of the requests that came. */
final class Counts {

    private Counts() {}

    static long discarded(HomeLab lab, String reason) {
        Object discarded = registrations(lab).get("discarded");
        return discarded instanceof Map<?, ?> map && map.get(reason) instanceof Number number ? number.longValue() : 0;
    }

    static long accepted(HomeLab lab) {
        return registrations(lab).get("accepted") instanceof Number number ? number.longValue() : 0;
    }

    static long received(HomeLab lab) {
        return registrations(lab).get("discarded") instanceof Map<?, ?> map
                ? map.values().stream()
                        .mapToLong(count -> ((Number) count).longValue())
                        .sum()
                : 0;
    }

    private static Map<?, ?> registrations(HomeLab lab) {
        return lab.status().get("registrations") instanceof Map<?, ?> map ? map : Map.of();
    }
}
