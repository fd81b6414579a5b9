/** Captures, judged by programs that are not ours. */
@NullMarked
package org.mobileip.scenarios.capture;

import org.jspecify.annotations.NullMarked;
