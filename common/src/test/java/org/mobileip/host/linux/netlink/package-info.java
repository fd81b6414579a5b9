/** Netlink messages against those of iproute2, recorded with strace on a little-endian machine. */
@NullMarked
package org.mobileip.host.linux.netlink;

import org.jspecify.annotations.NullMarked;
