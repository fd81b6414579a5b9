/** Tests of the foreign agent. */
@NullMarked
package org.mobileip.scenarios.foreignagent;

import org.jspecify.annotations.NullMarked;
