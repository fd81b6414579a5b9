package org.mobileip.mobilenode;

/** What kind of link an interface is, as far as its name tells (RFC 5213 §8.9). */
enum AccessTechnology {
    PPP(2),
    ETHERNET(3),
    WIRELESS_LAN(4);

    private final int number;

    AccessTechnology(int number) {
        this.number = number;
    }

    /** The number in the registry. */
    int number() {
        return number;
    }

    /** By the prefixes that Linux and systemd give. */
    static AccessTechnology of(String interfaceName) {
        if (interfaceName.startsWith("wl")) {
            return WIRELESS_LAN;
        }
        return interfaceName.startsWith("ww") || interfaceName.startsWith("ppp") ? PPP : ETHERNET;
    }
}
