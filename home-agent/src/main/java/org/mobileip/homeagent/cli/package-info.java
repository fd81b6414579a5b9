/** The command line of the home agent. */
@NullMarked
package org.mobileip.homeagent.cli;

import org.jspecify.annotations.NullMarked;
