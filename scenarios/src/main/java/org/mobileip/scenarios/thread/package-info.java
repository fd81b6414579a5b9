/** What the JDK leaves to do about threads. */
@NullMarked
package org.mobileip.scenarios.thread;

import org.jspecify.annotations.NullMarked;
