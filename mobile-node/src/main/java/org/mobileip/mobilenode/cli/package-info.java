/** The command line of {@code mobile-node}. */
@NullMarked
package org.mobileip.mobilenode.cli;

import org.jspecify.annotations.NullMarked;
