/** Encapsulation, decapsulation and the filter before it, over buffers: pure, the same for every dataplane. */
@NullMarked
package org.mobileip.tunnel;

import org.jspecify.annotations.NullMarked;
