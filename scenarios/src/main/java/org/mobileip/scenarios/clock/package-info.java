/** The one clock that all figures of a run are on. */
@NullMarked
package org.mobileip.scenarios.clock;

import org.jspecify.annotations.NullMarked;
