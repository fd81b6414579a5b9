package org.mobileip.scenarios.measure;

import java.time.Duration;

/**
 * What one direction of a stream felt of a move.
 *
 * @param interruption the longest time without a received packet that overlaps the move window, less the send interval
 * @param lost datagrams that went missing in silences that overlap the move window
 * @param duplicated copies that arrived from the move until the node's next one
 */
public record FlowResult(Duration interruption, long lost, long duplicated) {}
