/** Tests of the control socket. */
@NullMarked
package org.mobileip.control;

import org.jspecify.annotations.NullMarked;
