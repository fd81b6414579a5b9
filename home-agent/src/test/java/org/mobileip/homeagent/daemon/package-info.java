/** Tests of the home agent's loop. */
@NullMarked
package org.mobileip.homeagent.daemon;

import org.jspecify.annotations.NullMarked;
