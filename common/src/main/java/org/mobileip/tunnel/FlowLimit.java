package org.mobileip.tunnel;

/**
 * How much may pass for one home address, each way by itself. It outlives the flow it belongs to, so that registering again
 * gives nobody more.
 *
 * @param entering into tunnels
 * @param leaving out of tunnels
 */
record FlowLimit(RateCap entering, RateCap leaving) {

    static FlowLimit of(long bitsPerSecond) {
        return new FlowLimit(new RateCap(bitsPerSecond), new RateCap(bitsPerSecond));
    }
}
