/** Configuration files: TOML to validated records, every error with its place. */
@NullMarked
package org.mobileip.config;

import org.jspecify.annotations.NullMarked;
