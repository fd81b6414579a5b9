package org.mobileip.config;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is wrong with a value; the reader that catches it knows the place. */
final class BadValue extends Exception {

    private static final long serialVersionUID = 1L;

    private final @Nullable String hint;

    BadValue(String message) {
        super(message);
        this.hint = null;
    }

    BadValue(String message, String hint) {
        super(message);
        this.hint = hint;
    }

    String reason() {
        return String.valueOf(getMessage());
    }

    Optional<String> hint() {
        return Optional.ofNullable(hint);
    }
}
