/** What a run felt, as one page that opens from disk: figures from the result, pictures from the capture. */
@NullMarked
package org.mobileip.scenarios.report;

import org.jspecify.annotations.NullMarked;
