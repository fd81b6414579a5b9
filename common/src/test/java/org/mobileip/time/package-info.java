@NullMarked
package org.mobileip.time;

import org.jspecify.annotations.NullMarked;
