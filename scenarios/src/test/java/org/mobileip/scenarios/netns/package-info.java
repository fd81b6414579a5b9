@NullMarked
package org.mobileip.scenarios.netns;

import org.jspecify.annotations.NullMarked;
