/** Tests of the configuration files. */
@NullMarked
package org.mobileip.config;

import org.jspecify.annotations.NullMarked;
