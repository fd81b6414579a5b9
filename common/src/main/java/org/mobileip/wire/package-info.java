/** One protocol structure a file: octets to records and back. Decoding is total: a value or a MalformedMessageException. */
@NullMarked
package org.mobileip.wire;

import org.jspecify.annotations.NullMarked;
