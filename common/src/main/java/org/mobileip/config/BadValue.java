package org.mobileip.config;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is wrong with a value; the reader that catches it knows the place. */
public final class BadValue extends Exception {

    private static final long serialVersionUID = 1L;

    private final @Nullable String hint;

    public BadValue(String message) {
        super(message);
        this.hint = null;
    }

    public BadValue(String message, String hint) {
        super(message);
        this.hint = hint;
    }

    public String reason() {
        return String.valueOf(getMessage());
    }

    public Optional<String> hint() {
        return Optional.ofNullable(hint);
    }
}
