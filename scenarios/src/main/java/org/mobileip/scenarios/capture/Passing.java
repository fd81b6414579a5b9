package org.mobileip.scenarios.capture;

import org.mobileip.net.MacAddress;

/**
 * A frame at an interface, as a witness sees it.
 *
 * @param nanos when, on the run's clock
 * @param outbound whether the interface's node sent it
 * @param sender its Ethernet source
 */
record Passing(FrameId id, long nanos, boolean outbound, MacAddress sender, Sighting sighting) {

    CaptureInterface at() {
        return id.captured();
    }
}
