/** Which dataplane carries tunnels fastest on this machine. */
@NullMarked
package org.mobileip.host.linux.fast;

import org.jspecify.annotations.NullMarked;
