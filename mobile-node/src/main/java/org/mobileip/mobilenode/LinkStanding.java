package org.mobileip.mobilenode;

import java.time.Duration;
import java.util.Optional;

/**
 * Why a configured link is used, or is not.
 *
 * @param isUsed whether the node is attached there
 * @param why for people: {@code first usable of the configured order}
 * @param roundTrip to the home agent by it, as it was asked last; empty: it is not asked, or does not answer
 */
public record LinkStanding(String interfaceName, boolean isUsed, String why, Optional<Duration> roundTrip) {

    /** One that is not asked. */
    public LinkStanding(String interfaceName, boolean isUsed, String why) {
        this(interfaceName, isUsed, why, Optional.empty());
    }

    /** The same, which answered in that time. */
    LinkStanding answering(Optional<Duration> time) {
        return new LinkStanding(interfaceName, isUsed, why, time);
    }
}
