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

    /** That it was asked for by name, as a reason for people. */
    public String asked() {
        return "[tunnel] dataplane = \"" + configured + "\"";
    }

    /** Whether the dataplane of that name may stand before tun. */
    public boolean mayBe(String name) {
        return this == AUTO || configured.equals(name);
    }

    /** Whether {@code name}, that of the dataplane there is, is less than was asked for. */
    public boolean isMissedBy(String name) {
        return this != AUTO && !configured.equals(name);
    }

    @Override
    public String configured() {
        return configured;
    }
}
