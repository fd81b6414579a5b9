package org.mobileip.scenarios.language;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.mobileip.config.Place;
import org.mobileip.net.Ipv4Prefix;

/** Networks behind mobile nodes have addresses of their own, like all networks. */
final class MobileNetworks {

    private final Draft draft;

    MobileNetworks(Draft draft) {
        this.draft = draft;
    }

    private record Known(Ipv4Prefix prefix, Place place, boolean isMobile) {}

    void check() {
        List<Known> all = new ArrayList<>();
        draft.networks()
                .values()
                .forEach(each ->
                        all.add(new Known(each.thing().prefix(), each.match().place(NetworkStatement.PREFIX), false)));
        draft.mobiles().values().forEach(each -> MobileStatement.networksBehind(each)
                .forEach(behind -> all.add(new Known(behind.value(), behind.place(), true))));
        all.sort(Comparator.comparing((Known each) -> each.prefix().address())
                .thenComparing(each -> each.prefix().length()));
        for (int i = 1; i < all.size(); i++) {
            if (all.get(i - 1).prefix().contains(all.get(i).prefix())) {
                report(all.get(i - 1), all.get(i));
                all.set(i, all.get(i - 1));
            }
        }
    }

    /** The overlap of two that are not mobile is reported where networks are checked. */
    private void report(Known a, Known b) {
        if (a.isMobile() || b.isMobile()) {
            Known first = a.isMobile() && !b.isMobile() ? b : a;
            Known second = first.equals(a) ? b : a;
            draft.problems()
                    .error(
                            second.place(),
                            second.prefix() + " overlaps " + first.prefix() + " (line "
                                    + first.place().line() + ")",
                            "each network has addresses of its own");
        }
    }
}
