/** What we need of a machine, as small interfaces and records, so that tests can be the machine. */
@NullMarked
package org.mobileip.host;

import org.jspecify.annotations.NullMarked;
