/** The engine on a real machine: one control thread, its sockets, the kernel state it keeps, the control socket. */
@NullMarked
package org.mobileip.mobilenode.daemon;

import org.jspecify.annotations.NullMarked;
