package org.mobileip.mobilenode;

import java.util.Locale;

/** Why the point of attachment changed. */
public enum Trigger {
    /** The node has just been started. */
    START,
    /** The link in use lost its carrier, was taken down or removed. */
    LINK_LOST,
    /** The care-of address or the route to the home agent went away. */
    ADDRESS_LOST,
    /** A better link became usable. */
    BETTER_LINK,
    /** The own home agent was heard, or the home address appeared on a link. */
    HOME_HEARD,
    /** A foreign agent was heard, or offers something else than before. */
    AGENT_HEARD,
    /** The foreign agent in use is not heard any more. */
    AGENT_LOST,
    /** No home agent answered where the node was before, or the foreign agent there has refused. */
    UNANSWERED,
    /** The link in use is up, but the home agent is reached by others and not by it. */
    FADED,
    /** Somebody asked for it. */
    COMMAND;

    /** As it appears in JSON and in logs: {@code link_lost}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
