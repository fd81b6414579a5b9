/** What {@code wireguard-go} is told. */
@NullMarked
package org.mobileip.scenarios.wireguard;

import org.jspecify.annotations.NullMarked;
