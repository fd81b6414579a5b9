/**
 * A wire in user space that delays, loses, slows, doubles and reorders what passes it, for kernels that have nothing of the
 * kind. Seeded: the same seed does the same to the n-th frame of a direction.
 */
@NullMarked
package org.mobileip.scenarios.wire;

import org.jspecify.annotations.NullMarked;
