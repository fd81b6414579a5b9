/** The page is complete, quiet and says what the figures say. */
@NullMarked
package org.mobileip.scenarios.report;

import org.jspecify.annotations.NullMarked;
