/** The home agent as a function of its events: no socket, thread, clock or logger inside. */
@NullMarked
package org.mobileip.homeagent;

import org.jspecify.annotations.NullMarked;
