package org.mobileip.scenarios.capture;

/**
 * Where frames were captured: a node's plug in a network.
 *
 * @param node the node's name
 * @param network the network's name
 * @param description what a person should know of it
 */
public record CaptureInterface(String node, String network, String description) {

    /** The name in the capture file, like {@code mn:cafe}. */
    public String name() {
        return node + ":" + network;
    }
}
