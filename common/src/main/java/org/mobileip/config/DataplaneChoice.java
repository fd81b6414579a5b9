package org.mobileip.config;

/** Which dataplane carries the tunnels. */
public enum DataplaneChoice implements Choice {
    /** The fastest that works on this machine. */
    AUTO("auto"),
    KERNEL("kernel"),
    BPF("bpf"),
    TUN("tun");

    private final String configured;

    DataplaneChoice(String configured) {
        this.configured = configured;
    }

    @Override
    public String configured() {
        return configured;
    }
}
