/** Scripts as people write them, right and wrong. */
@NullMarked
package org.mobileip.scenarios.language;

import org.jspecify.annotations.NullMarked;
