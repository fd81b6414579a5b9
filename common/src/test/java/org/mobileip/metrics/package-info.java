@NullMarked
package org.mobileip.metrics;

import org.jspecify.annotations.NullMarked;
