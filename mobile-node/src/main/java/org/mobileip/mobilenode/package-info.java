/** The mobile node as a function of its events: no socket, thread, clock or logger inside. */
@NullMarked
package org.mobileip.mobilenode;

import org.jspecify.annotations.NullMarked;
