@NullMarked
package org.mobileip.scenarios.sim;

import org.jspecify.annotations.NullMarked;
