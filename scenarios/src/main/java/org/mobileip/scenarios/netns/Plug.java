package org.mobileip.scenarios.netns;

/** The cable between a node's interface and the bridge of a network. */
final class Plug {

    private final Site node;
    private final String interfaceName;
    private final Site network;
    private final String port;

    /** A cable that is there but not plugged in: {@code port} is down, and so the node's interface has no carrier. */
    Plug(Site node, String interfaceName, Site network, String port) {
        this.node = node;
        this.interfaceName = interfaceName;
        this.network = network;
        this.port = port;
    }

    /** The node. */
    Site node() {
        return node;
    }

    /** The node's interface. */
    String interfaceName() {
        return interfaceName;
    }

    /** The node's interface has a carrier from now on. */
    void insert() {
        network.links().setUp(network.index(port), true);
    }

    /**
     * Waits until frames pass: both ends must run. The bridge's end may be a moment later than the node's, and a bridge drops
     * what comes from a port that it does not know to run.
     *
     * @return false when that took longer
     */
    boolean awaitCarrying(long atMostMillis) {
        return network.awaitRunning(port, atMostMillis) && node.awaitRunning(interfaceName, atMostMillis);
    }

    /** It has none from now on; the node's kernel is told at once. */
    void pull() {
        network.links().setUp(network.index(port), false);
    }
}
