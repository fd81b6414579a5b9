/** One clock, whatever becomes of the other. */
@NullMarked
package org.mobileip.scenarios.clock;

import org.jspecify.annotations.NullMarked;
