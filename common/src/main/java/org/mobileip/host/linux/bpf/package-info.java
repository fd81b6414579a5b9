/**
 * The bpf dataplane: the plain case of the tunnels in the kernel, and the tun dataplane for everything else. What the
 * programs do is in {@code src/main/bpf/tunnel.bpf.c}.
 */
@NullMarked
package org.mobileip.host.linux.bpf;

import org.jspecify.annotations.NullMarked;
