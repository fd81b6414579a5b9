/** Messages of rtnetlink(7): octets to records and back, without a socket. */
@NullMarked
package org.mobileip.host.linux.netlink;

import org.jspecify.annotations.NullMarked;
