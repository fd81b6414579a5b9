package org.mobileip.config;

/** How datagrams are wrapped for the tunnel. */
public enum Encapsulation implements Choice {
    /** IP within IP, RFC 2003. */
    IPIP("ipip"),
    /** Generic routing encapsulation, RFC 2784. */
    GRE("gre"),
    /** Minimal encapsulation, RFC 2004. */
    MINIMAL("minimal"),
    /** UDP port 434, RFC 3519. */
    UDP("udp");

    private final String configured;

    Encapsulation(String configured) {
        this.configured = configured;
    }

    @Override
    public String configured() {
        return configured;
    }
}
