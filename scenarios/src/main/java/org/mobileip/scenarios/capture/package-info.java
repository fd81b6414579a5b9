/** What was on the wires: captured frames, what they mean, and one pcapng file of them all. */
@NullMarked
package org.mobileip.scenarios.capture;

import org.jspecify.annotations.NullMarked;
