package org.mobileip.mobilenode;

/** How datagrams go to a foreign agent that tunnels them to the home agent (RFC 3024 §5). */
public enum DeliveryStyle {
    /** As they are; the foreign agent is the default router (§5.1). */
    DIRECT,
    /** Within datagrams to the foreign agent, so that it tunnels those, and only those; broadcasts too (§5.2). */
    ENCAPSULATING
}
