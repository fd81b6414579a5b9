/** What {@code doctor} looks at: whether this machine has what a daemon needs. Nothing is changed by looking. */
@NullMarked
package org.mobileip.doctor;

import org.jspecify.annotations.NullMarked;
