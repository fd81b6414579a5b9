package org.mobileip.homeagent.store;

import java.io.IOException;

/** What is kept cannot be read: it is damaged, or of a newer version. The message is for the operator and says what to do. */
public final class UnreadableException extends IOException {

    private static final long serialVersionUID = 1;

    UnreadableException(String message) {
        super(message);
    }

    UnreadableException(String message, Throwable cause) {
        super(message, cause);
    }
}
