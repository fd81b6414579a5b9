@NullMarked
package org.mobileip.net;

import org.jspecify.annotations.NullMarked;
