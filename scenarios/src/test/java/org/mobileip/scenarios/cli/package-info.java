/** The command line, as a person and a script meet it. */
@NullMarked
package org.mobileip.scenarios.cli;

import org.jspecify.annotations.NullMarked;
