/**
 * Machines that are simulated, and the wires between them: one thread, a virtual clock, Ethernet frames of real octets. What a
 * kernel does for the programs is done here as Linux does it, as far as these programs can tell.
 */
@NullMarked
package org.mobileip.scenarios.sim.machine;

import org.jspecify.annotations.NullMarked;
