/** Tests of what the command lines share. */
@NullMarked
package org.mobileip.cli;

import org.jspecify.annotations.NullMarked;
