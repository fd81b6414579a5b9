/** What the three command lines share: exit codes and the manners of their errors. */
@NullMarked
package org.mobileip.cli;

import org.jspecify.annotations.NullMarked;
