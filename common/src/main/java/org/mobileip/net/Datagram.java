package org.mobileip.net;

import java.time.Instant;

/**
 * A UDP datagram as it arrived, its checksum already found good by the kernel.
 *
 * @param from the sender
 * @param to where it was sent, which may be a broadcast or multicast address
 * @param interfaceIndex the index of the interface it arrived on, 1 and up
 * @param timeOfDay the wall clock when it arrived: only for comparison with an Identification
 * @param payload the UDP payload
 */
public record Datagram(Endpoint from, Endpoint to, int interfaceIndex, Instant timeOfDay, Octets payload) {}
