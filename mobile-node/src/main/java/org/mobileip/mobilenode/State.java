package org.mobileip.mobilenode;

import java.util.Locale;

/** Where the mobile node stands, in one word. */
public enum State {
    /** On the home link; nothing is tunnelled. */
    HOME,
    /** On another link and registered there. */
    AWAY,
    /** On another link, waiting for the first reply. */
    REGISTERING,
    /** The home agent refused. */
    DENIED,
    /** Several requests went without reply, and no binding is left. */
    UNREACHABLE,
    /** No usable link, or told to stay off. */
    DISCONNECTED;

    /** As it appears in JSON and in logs: {@code registering}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
