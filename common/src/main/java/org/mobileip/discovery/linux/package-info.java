/** The socket of a mobility agent on a link: advertisements out, solicitations in. */
@NullMarked
package org.mobileip.discovery.linux;

import org.jspecify.annotations.NullMarked;
