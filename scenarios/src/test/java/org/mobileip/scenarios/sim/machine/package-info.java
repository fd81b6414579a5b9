@NullMarked
package org.mobileip.scenarios.sim.machine;

import org.jspecify.annotations.NullMarked;
