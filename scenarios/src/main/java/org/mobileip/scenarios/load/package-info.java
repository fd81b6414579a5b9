/** How many registrations a home agent serves, and how fast: {@code scenarios load}. */
@NullMarked
package org.mobileip.scenarios.load;

import org.jspecify.annotations.NullMarked;
