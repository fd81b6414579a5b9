package org.mobileip.scenarios.capture;

import java.time.Duration;
import java.util.Optional;

/**
 * A move that the world is about to carry out.
 *
 * @param planned the script's time of the move
 * @param startNanos now, on the run's clock
 * @param from the network left; empty: the node had none
 * @param overlap how long the node keeps the old link; zero: not at all
 */
public record MoveBegun(
        Duration planned, long startNanos, String node, Optional<String> from, String to, Duration overlap) {}
