/** Addresses, prefixes and octets: the nouns everything else is said with. Imports nothing of ours. */
@NullMarked
package org.mobileip.net;

import org.jspecify.annotations.NullMarked;
