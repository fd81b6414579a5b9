/**
 * The kernel dataplane: the kernel's own IP-in-IP and GRE devices carry the plain case, by a route into them for each home address
 * or network and a filter for what comes out; the tun dataplane carries everything else. All of it is rtnetlink(7): neither programs nor
 * compilers, and no right but CAP_NET_ADMIN.
 */
@NullMarked
package org.mobileip.host.linux.kernel;

import org.jspecify.annotations.NullMarked;
