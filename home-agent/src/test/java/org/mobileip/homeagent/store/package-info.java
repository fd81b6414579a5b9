/** Tests of what a home agent keeps. */
@NullMarked
package org.mobileip.homeagent.store;

import org.jspecify.annotations.NullMarked;
