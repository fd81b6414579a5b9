/** A model of TCP (RFC 9293): real segments, loss found by duplicate acknowledgements and timers, one connection a stream. */
@NullMarked
package org.mobileip.scenarios.sim.tcp;

import org.jspecify.annotations.NullMarked;
