/**
 * Encapsulation, decapsulation and the filter before it, over buffers: pure, the same for every dataplane.
 *
 * <p>A {@link org.mobileip.tunnel.TunnelEnd} says what becomes of a datagram; {@link org.mobileip.tunnel.IpInIp} puts the
 * outer header before it. One control thread changes an end, any number of packet threads ask it: what they share is
 * published entry by entry ({@link org.mobileip.tunnel.IntTable}), so that a change takes effect on the next packet and
 * costs the same with one binding and with a million.
 *
 * <p>Supported: RFC 2003 §3.1, §3.2 and §6.2 for IP in IP, RFC 3024 §4.3.2 (the home agent's filter), RFC 5944 §4.2.3 (the
 * outer source, one copy for each care-of address, loops of what is encapsulated already), RFC 6864 (Identification).
 */
@NullMarked
package org.mobileip.tunnel;

import org.jspecify.annotations.NullMarked;
