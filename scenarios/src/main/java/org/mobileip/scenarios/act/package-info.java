/** What a script does to its nodes, alike in every world: who is plugged in where, and which action comes when. */
@NullMarked
package org.mobileip.scenarios.act;

import org.jspecify.annotations.NullMarked;
