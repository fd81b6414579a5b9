/** Plays a scenario with the real daemons as processes and real packets in network namespaces. */
@NullMarked
package org.mobileip.scenarios.netns;

import org.jspecify.annotations.NullMarked;
