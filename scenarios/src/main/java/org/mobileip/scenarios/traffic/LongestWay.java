package org.mobileip.scenarios.traffic;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.mobileip.scenarios.language.Action;
import org.mobileip.scenarios.language.Scenario;
import org.mobileip.scenarios.language.Scenario.LinkQuality;

/** How long a packet and the answer to it can be on their way because the script wants it so. */
public final class LongestWay {

    /** What waits before a slow wire, at most. */
    private static final Duration QUEUE = Duration.ofMillis(100);

    /** By way of the home agent: in and out of three networks at most. */
    private static final int CROSSINGS = 4;

    private LongestWay() {}

    /** There and back, through the slowest networks and over the slowest links, however they change. */
    public static Duration of(Scenario scenario) {
        Duration networks = scenario.networks().stream()
                .map(network -> of(network.quality()))
                .sorted(Comparator.reverseOrder())
                .limit(CROSSINGS)
                .reduce(Duration.ZERO, Duration::plus);
        List<Duration> links = scenario.actions().stream()
                .map(Scenario.TimedAction::action)
                .filter(Action.ChangeLink.class::isInstance)
                .map(action -> of(((Action.ChangeLink) action).change()))
                .toList();
        Duration link = links.stream().max(Comparator.naturalOrder()).orElse(Duration.ZERO);
        return networks.plus(link.multipliedBy(2)).multipliedBy(2);
    }

    private static Duration of(LinkQuality quality) {
        Duration queue = quality.bitsPerSecond().isPresent() ? QUEUE : Duration.ZERO;
        return quality.delay()
                .orElse(Duration.ZERO)
                .plus(quality.jitter().orElse(Duration.ZERO))
                .plus(quality.reordering().isPresent() ? LinkQuality.HELD_BACK : Duration.ZERO)
                .plus(queue);
    }

    private static Duration of(Action.LinkChange change) {
        if (change instanceof Action.LinkChange.Delay delay) {
            return delay.delay();
        }
        return change instanceof Action.LinkChange.Rate ? QUEUE : Duration.ZERO;
    }
}
