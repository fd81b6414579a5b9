/** Tests against the kernel they run on; those that need namespaces of their own are tagged {@code netns}. */
@NullMarked
package org.mobileip.host.linux;

import org.jspecify.annotations.NullMarked;
