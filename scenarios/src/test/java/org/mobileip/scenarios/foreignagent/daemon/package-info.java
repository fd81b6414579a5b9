/** Tests of the foreign agent as a process. */
@NullMarked
package org.mobileip.scenarios.foreignagent.daemon;

import org.jspecify.annotations.NullMarked;
