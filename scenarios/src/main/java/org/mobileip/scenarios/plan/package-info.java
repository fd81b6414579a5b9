/** What a script leaves open and every world fills in alike: addresses, names of interfaces, configuration files. */
@NullMarked
package org.mobileip.scenarios.plan;

import org.jspecify.annotations.NullMarked;
