/** What a home agent keeps over a restart. */
@NullMarked
package org.mobileip.homeagent.store;

import org.jspecify.annotations.NullMarked;
