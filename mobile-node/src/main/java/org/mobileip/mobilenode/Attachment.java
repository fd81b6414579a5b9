package org.mobileip.mobilenode;

import java.util.Optional;
import org.mobileip.net.Ipv4;

/** A point of attachment: where the mobile node touches the Internet. */
public sealed interface Attachment {

    /** No link is usable. */
    record Nowhere() implements Attachment {
        @Override
        public String toString() {
            return "nowhere";
        }
    }

    /**
     * The home link.
     *
     * @param router the home agent as it was heard there; empty: the link is known as home by its address, which somebody
     *     else has configured, together with its routes
     */
    record AtHome(int linkIndex, String interfaceName, Optional<Ipv4> router) implements Attachment {
        @Override
        public String toString() {
            return interfaceName + " (home)";
        }
    }

    /** A visited link, with an address of its own there: a co-located care-of address. */
    record Visiting(int linkIndex, String interfaceName, Ipv4 careOf) implements Attachment {
        @Override
        public String toString() {
            return interfaceName + " " + careOf;
        }
    }

    /** The interface; empty when nowhere. */
    default Optional<String> name() {
        if (this instanceof AtHome home) {
            return Optional.of(home.interfaceName);
        }
        return this instanceof Visiting visiting ? Optional.of(visiting.interfaceName) : Optional.empty();
    }

    /** Whether {@code link} is the one attached to. */
    default boolean isOn(int link) {
        if (this instanceof AtHome home) {
            return home.linkIndex == link;
        }
        return this instanceof Visiting visiting && visiting.linkIndex == link;
    }
}
