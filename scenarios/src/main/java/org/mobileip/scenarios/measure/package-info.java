/** What a world saw of a scenario, and the figures and verdicts that follow from it: pure functions, no input or output. */
@NullMarked
package org.mobileip.scenarios.measure;

import org.jspecify.annotations.NullMarked;
