/** Tests of what the commands of {@code home-agent} print. */
@NullMarked
package org.mobileip.homeagent.cli;

import org.jspecify.annotations.NullMarked;
