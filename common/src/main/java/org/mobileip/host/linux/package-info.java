/** Linux underneath the interfaces of {@link org.mobileip.host}. The only importer of jnr-ffi. */
@NullMarked
package org.mobileip.host.linux;

import org.jspecify.annotations.NullMarked;
