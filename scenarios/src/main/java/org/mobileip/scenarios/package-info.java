/** Scripted handovers: the scenario language, its worlds and what they measured. */
@NullMarked
package org.mobileip.scenarios;

import org.jspecify.annotations.NullMarked;
