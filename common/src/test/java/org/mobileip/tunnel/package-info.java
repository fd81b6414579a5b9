/** The pure packet path against a table of packets that another program made. */
@NullMarked
package org.mobileip.tunnel;

import org.jspecify.annotations.NullMarked;
