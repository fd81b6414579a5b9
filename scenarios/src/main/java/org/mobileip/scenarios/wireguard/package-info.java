/** How {@code wireguard-go} is told what to do, where it is measured beside this project. */
@NullMarked
package org.mobileip.scenarios.wireguard;

import org.jspecify.annotations.NullMarked;
