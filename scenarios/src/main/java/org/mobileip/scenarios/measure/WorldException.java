package org.mobileip.scenarios.measure;

import java.io.IOException;

/** A world could not carry out a run: a daemon did not become ready, a network could not be built. */
public final class WorldException extends IOException {

    private static final long serialVersionUID = 1L;

    public WorldException(String message) {
        super(message);
    }

    public WorldException(String message, Throwable cause) {
        super(message, cause);
    }
}
