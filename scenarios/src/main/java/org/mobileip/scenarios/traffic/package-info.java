/** The streams of a scenario, played and measured in network namespaces. */
@NullMarked
package org.mobileip.scenarios.traffic;

import org.jspecify.annotations.NullMarked;
