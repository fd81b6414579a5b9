/** The rules that the whole tree keeps, whatever module a file is in. */
@NullMarked
package org.mobileip.house;

import org.jspecify.annotations.NullMarked;
