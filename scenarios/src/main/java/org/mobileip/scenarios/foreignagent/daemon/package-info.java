/** The suite's own foreign agent as a process. */
@NullMarked
package org.mobileip.scenarios.foreignagent.daemon;

import org.jspecify.annotations.NullMarked;
