/** Fakes for tests of every module: a clock moved by hand, a machine that only remembers. */
@NullMarked
package org.mobileip.testing;

import org.jspecify.annotations.NullMarked;
