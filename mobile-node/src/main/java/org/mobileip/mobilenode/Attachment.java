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

    /** A visited link. */
    sealed interface Away extends Attachment {
        int linkIndex();

        String interfaceName();

        /** What is registered. */
        Ipv4 careOf();

        /** The foreign agent that requests go through; empty: they go to the home agent itself. */
        Optional<ForeignAgent> agent();

        /** Whether datagrams flow by the same way, whoever was told of it. */
        default boolean isSamePathAs(Away other) {
            return this instanceof Served
                    ? equals(other)
                    : other instanceof Visiting && linkIndex() == other.linkIndex() && careOf().equals(other.careOf());
        }
    }

    /**
     * A visited link, with an address of its own there: a co-located care-of address.
     *
     * @param agent a foreign agent of the link that wants to be asked all the same (the R bit, RFC 5944 §2.4.1)
     */
    record Visiting(int linkIndex, String interfaceName, Ipv4 careOf, Optional<ForeignAgent> agent) implements Away {

        /** Registered with the home agent directly. */
        public Visiting(int linkIndex, String interfaceName, Ipv4 careOf) {
            this(linkIndex, interfaceName, careOf, Optional.empty());
        }

        @Override
        public String toString() {
            return interfaceName + " " + careOf
                    + agent.map(asked -> " via " + asked).orElse("");
        }
    }

    /**
     * A visited link where a foreign agent receives for the node, at one of its own addresses: a foreign agent care-of
     * address.
     */
    record Served(String interfaceName, ForeignAgent by, Ipv4 careOf) implements Away {
        @Override
        public int linkIndex() {
            return by.linkIndex();
        }

        @Override
        public Optional<ForeignAgent> agent() {
            return Optional.of(by);
        }

        @Override
        public String toString() {
            return interfaceName + " " + careOf + " of " + by;
        }
    }

    /** The interface; empty when nowhere. */
    default Optional<String> name() {
        if (this instanceof AtHome home) {
            return Optional.of(home.interfaceName);
        }
        return this instanceof Away away ? Optional.of(away.interfaceName()) : Optional.empty();
    }

    /** Whether {@code link} is the one attached to. */
    default boolean isOn(int link) {
        if (this instanceof AtHome home) {
            return home.linkIndex == link;
        }
        return this instanceof Away away && away.linkIndex() == link;
    }

    /** The foreign agent in use; empty: none is. */
    default Optional<ForeignAgent> usedAgent() {
        return this instanceof Away away ? away.agent() : Optional.empty();
    }
}
