/** A wire that keeps its word. */
@NullMarked
package org.mobileip.scenarios.wire;

import org.jspecify.annotations.NullMarked;
