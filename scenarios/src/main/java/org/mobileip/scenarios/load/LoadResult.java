package org.mobileip.scenarios.load;

import java.util.List;
import java.util.Optional;

/**
 * What a load has shown.
 *
 * @param steps in their order
 * @param ownLimit grants a second that the generator reaches against an echo; empty: not measured
 * @param end why it ended
 */
public record LoadResult(List<Step> steps, Optional<Step> ownLimit, End end) {

    /** Why a load ended. */
    public enum End {
        /** More were lost than a home agent may lose. */
        LIMIT("the limit: more than 2.5 % were not answered"),
        /** More were denied than answered well. */
        DENIED("more than 2.5 % were denied"),
        /** The highest rate that was asked for was played. */
        WHOLE("the whole plan was played"),
        /** Somebody stopped it. */
        STOPPED("it was stopped"),
        /** The home agent is gone. */
        AGENT_ENDED("the home agent ended");

        private final String words;

        End(String words) {
            this.words = words;
        }

        /** For people. */
        public String words() {
            return words;
        }
    }

    public LoadResult {
        steps = List.copyOf(steps);
    }

    /** The step with the most grants a second among those within the limit. */
    public Optional<Step> best() {
        return steps.stream()
                .filter(step -> step.notGranted() <= Plan.LIMIT)
                .max((one, other) -> Double.compare(one.grantedPerSecond(), other.grantedPerSecond()));
    }
}
