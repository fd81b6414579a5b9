/** What programs in Java use. */
@NullMarked
package org.mobileip.scenarios;

import org.jspecify.annotations.NullMarked;
