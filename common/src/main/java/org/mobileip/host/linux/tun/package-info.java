/**
 * The {@code tun} dataplane: packets pass through our process. It works on every kernel.
 *
 * <pre>
 *   kernel routes  --&gt; TUN device --&gt; {@link org.mobileip.host.linux.tun.OutboundPath} --&gt; raw protocol-4 socket --&gt; network
 *   kernel routes &lt;--  TUN device &lt;-- {@link org.mobileip.host.linux.tun.InboundPath}  &lt;-- packet socket        &lt;-- network
 * </pre>
 *
 * <p>Each path has a thread of its own and one reused buffer; it allocates nothing for a packet. What waits is taken together,
 * sent with one call, and nothing is held back once none waits any more. The kernel hands over TCP segments uncut, and is handed
 * over merged ones ({@link org.mobileip.tunnel.Segmenter}, {@link org.mobileip.tunnel.SegmentRun}); between the two, and in all
 * counters, a packet is what is on the wire. What becomes of a packet is decided by {@link org.mobileip.tunnel.TunnelEnd}; here
 * is only how it is read and written, and that each is counted once.
 */
@NullMarked
package org.mobileip.host.linux.tun;

import org.jspecify.annotations.NullMarked;
