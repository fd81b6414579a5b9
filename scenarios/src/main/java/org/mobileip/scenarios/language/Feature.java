package org.mobileip.scenarios.language;

/** What a script may ask of a world, and a world may not be able to do. */
public enum Feature {
    NETWORK_DELAY("delay of a network"),
    NETWORK_JITTER("jitter of a network"),
    NETWORK_LOSS("loss of a network"),
    NETWORK_RATE("rate of a network"),
    NETWORK_DUPLICATION("duplication in a network"),
    NETWORK_REORDERING("reordering in a network"),
    NETWORK_MTU("the MTU of a network"),
    NETWORK_NAT("a network behind a NAT"),
    FOREIGN_AGENT("a foreign agent"),
    SEVERAL_HOME_AGENTS("more than one home agent"),
    SEVERAL_MOBILES("more than one mobile node"),
    VIRTUAL_HOME_NETWORK("a home address outside every declared network"),
    MOBILE_NETWORK("a network behind a mobile node"),
    NODE_OPTION("this option"),
    UDP_STREAM("udp streams"),
    TCP_STREAM("tcp streams"),
    PING_STREAM("ping streams"),
    TCP_SHAPE("size, rate and every of a tcp stream"),
    MOVE_OVERLAP("a move with overlap"),
    LINK_STATE("link up and down"),
    LINK_QUALITY("changing a link while it runs"),
    CONTROL_NODE("stopping and starting a node"),
    BINDING_DROPPED("dropping a binding"),
    NAT_REBIND("nat rebind"),
    CLOCK_SHIFT("setting a node's clock"),
    BINDINGS_SEEN("expecting a binding"),
    REPEAT("repeat in a script"),
    LOOP("for in a script"),
    OVER_RUNS("percentiles over runs");

    private final String description;

    Feature(String description) {
        this.description = description;
    }

    /** The subject of "… is not done by this version yet". */
    public String description() {
        return description;
    }
}
