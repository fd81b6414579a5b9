/** Monotonic time for deadlines. Wall-clock time is a {@link java.time.Instant} and never mixes with it. */
@NullMarked
package org.mobileip.time;

import org.jspecify.annotations.NullMarked;
