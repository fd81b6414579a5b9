/** The scenario language: a script becomes a Scenario, or every problem of the script with its place. */
@NullMarked
package org.mobileip.scenarios.language;

import org.jspecify.annotations.NullMarked;
