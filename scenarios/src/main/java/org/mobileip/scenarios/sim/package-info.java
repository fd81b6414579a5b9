/** The simulated world: the engines of the daemons on a virtual clock, in one thread, repeatable from a seed. */
@NullMarked
package org.mobileip.scenarios.sim;

import org.jspecify.annotations.NullMarked;
