/** What a daemon counts, for monitoring: OpenMetrics text over HTTP. */
@NullMarked
package org.mobileip.metrics;

import org.jspecify.annotations.NullMarked;
