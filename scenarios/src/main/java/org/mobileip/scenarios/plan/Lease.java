package org.mobileip.scenarios.plan;

import org.mobileip.net.InterfaceAddress;
import org.mobileip.net.Ipv4;

/**
 * What a network gives to who plugs in.
 *
 * @param address the address
 * @param router the default gateway
 */
public record Lease(InterfaceAddress address, Ipv4 router) {}
