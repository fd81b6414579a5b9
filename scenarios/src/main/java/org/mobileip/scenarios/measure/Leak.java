package org.mobileip.scenarios.measure;

import org.mobileip.net.Ipv4;

/**
 * A datagram that was tunnelled to an old care-of address after the reply that replaced it had been sent, and after the
 * overlap, if the move had one.
 *
 * @param replyNanos when that reply left the home agent
 */
public record Leak(long nanos, String node, Ipv4 oldCareOf, long replyNanos) {}
