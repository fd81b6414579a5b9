/** Tests of the home agent's engine: ladders of events and the effects they must have. */
@NullMarked
package org.mobileip.homeagent;

import org.jspecify.annotations.NullMarked;
