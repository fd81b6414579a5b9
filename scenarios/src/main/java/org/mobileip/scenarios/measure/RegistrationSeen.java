package org.mobileip.scenarios.measure;

import org.mobileip.net.Ipv4;

/**
 * A registration reply that reached a mobile node.
 *
 * @param node the mobile node
 * @param agent the home agent, or other node, that sent it
 * @param careOf the care-of address of the request it answers; the home address: a deregistration
 * @param code of the reply (RFC 5944 §3.4)
 */
public record RegistrationSeen(long nanos, String node, String agent, Ipv4 careOf, int code) {}
