@NullMarked
package org.mobileip.scenarios.load;

import org.jspecify.annotations.NullMarked;
