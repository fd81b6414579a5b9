/** The control socket: a daemon's answers to its command line, one JSON document a request. */
@NullMarked
package org.mobileip.control;

import org.jspecify.annotations.NullMarked;
