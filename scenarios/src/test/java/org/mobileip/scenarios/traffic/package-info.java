/** Streams, measured over real links. */
@NullMarked
package org.mobileip.scenarios.traffic;

import org.jspecify.annotations.NullMarked;
