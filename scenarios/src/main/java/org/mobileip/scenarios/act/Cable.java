package org.mobileip.scenarios.act;

/** A cable from a mobile node's machine into a network. */
@FunctionalInterface
public interface Cable {

    /**
     * Makes it carry, or not. With it come and go the address and the default route that the network gives, at once, as from a
     * DHCP server that lets nobody wait; on its home link a node gets nothing: there it helps itself.
     */
    void setCarrier(boolean up);
}
