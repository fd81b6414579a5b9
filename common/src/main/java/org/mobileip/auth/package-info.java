/** Mobility security associations: authenticators and replay protection (RFC 5944 §3.5, §5.1, §5.7). */
@NullMarked
package org.mobileip.auth;

import org.jspecify.annotations.NullMarked;
