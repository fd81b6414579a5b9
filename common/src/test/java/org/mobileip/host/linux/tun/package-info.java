/** The tun dataplane in memory, and in network namespaces. */
@NullMarked
package org.mobileip.host.linux.tun;

import org.jspecify.annotations.NullMarked;
