/** Figures and verdicts, against tables made by hand. */
@NullMarked
package org.mobileip.scenarios.measure;

import org.jspecify.annotations.NullMarked;
