package org.mobileip.scenarios.load;

/** A load that cannot be made, in words for a person. */
public final class LoadException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LoadException(String message) {
        super(message);
    }
}
