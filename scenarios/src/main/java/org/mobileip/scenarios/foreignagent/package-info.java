/** The suite's own foreign agent: the engine. */
@NullMarked
package org.mobileip.scenarios.foreignagent;

import org.jspecify.annotations.NullMarked;
