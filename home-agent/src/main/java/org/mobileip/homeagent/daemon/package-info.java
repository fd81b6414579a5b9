/** The home agent as a process: sockets, routes, the tunnel and the control socket around the engine, on one thread. */
@NullMarked
package org.mobileip.homeagent.daemon;

import org.jspecify.annotations.NullMarked;
