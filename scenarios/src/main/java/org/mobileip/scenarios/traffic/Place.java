package org.mobileip.scenarios.traffic;

import org.mobileip.host.linux.NetworkNamespace;
import org.mobileip.net.Ipv4;

/**
 * Where a node's end of a stream is.
 *
 * @param namespace the node's
 * @param address the one it is known by wherever it is: a mobile node's home address. It need not be there yet
 */
public record Place(NetworkNamespace namespace, Ipv4 address) {}
