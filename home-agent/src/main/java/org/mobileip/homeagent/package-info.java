/** The home agent as a function of its events: no socket, thread, clock or logger inside (RFC 5944 §3.8, §4.2.3, §4.6). */
@NullMarked
package org.mobileip.homeagent;

import org.jspecify.annotations.NullMarked;
