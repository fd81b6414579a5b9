/** The scenarios program: its commands, and how a run looks on a terminal and in result.json. */
@NullMarked
package org.mobileip.scenarios.cli;

import org.jspecify.annotations.NullMarked;
