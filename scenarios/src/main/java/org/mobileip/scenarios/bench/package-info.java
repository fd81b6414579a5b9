/** How fast tunnels are on this machine, beside the same path without any: {@code scenarios bench dataplane}. */
@NullMarked
package org.mobileip.scenarios.bench;

import org.jspecify.annotations.NullMarked;
