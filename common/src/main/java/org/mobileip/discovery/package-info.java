/** How mobility agents make themselves known on a link (RFC 5944 §2): what home agents and foreign agents share. */
@NullMarked
package org.mobileip.discovery;

import org.jspecify.annotations.NullMarked;
