/**
 * What becomes of packets in tunnels, over buffers: pure, the same for every dataplane.
 *
 * <pre>
 *   a datagram for tunnels   --&gt; {@link org.mobileip.tunnel.TunnelIngress} --&gt; outer packets, or an ICMP error to its sender
 *   a packet out of a tunnel --&gt; {@link org.mobileip.tunnel.TunnelEgress}  --&gt; the datagram in it
 *   an ICMP error about what was sent --&gt; {@link org.mobileip.tunnel.TunnelErrors} --&gt; soft state, an error to the sender
 * </pre>
 *
 * <p>A {@link org.mobileip.tunnel.TunnelEnd} says which tunnels there are, and is the filter before them; a {@code Wrapper}
 * writes and reads the headers of one encapsulation. One control thread changes an end, any number of packet threads ask it:
 * what they share is published entry by entry ({@code IntTable}), so that a change takes effect on the next packet and costs
 * the same with one binding and with a million. Nothing is allocated for a packet.
 *
 * <p>Supported: RFC 2003, RFC 2004, RFC 2784 with RFC 2890; RFC 3024 §4.3.2 (the home agent's filter); RFC 5944 §4.2.3 (the
 * outer source, one copy for each care-of address, loops of what is encapsulated already); RFC 6864 (Identification); RFC 6040
 * in normal mode and RFC 2983 as a uniform tunnel (the TOS octet); RFC 1191 and RFC 4459 (path MTU); RFC 3519 (within UDP).
 */
@NullMarked
package org.mobileip.tunnel;

import org.jspecify.annotations.NullMarked;
