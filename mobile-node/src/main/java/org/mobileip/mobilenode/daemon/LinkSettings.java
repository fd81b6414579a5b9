package org.mobileip.mobilenode.daemon;

/** {@code net.ipv4.conf.INTERFACE.*}: what a node that is away must not say on a link, and what it must not believe there. */
public interface LinkSettings {

    /** One of them, and the value that it must have at least. */
    enum Setting {
        /** Which ARP requests are left to others: at 1 all but those for addresses of the interface itself. */
        ARP_IGNORE(1, true),
        /** Which address an ARP request says it comes from: at 2 the best one of the interface itself. */
        ARP_ANNOUNCE(2, true),
        /** Whether ICMP redirects are followed. The kernel follows them while either the interface or "all" says so. */
        ACCEPT_REDIRECTS(0, false),
        /** Whether what arrives there for others is forwarded. */
        FORWARDING(1, true);

        private final int wanted;
        private final boolean isMoreStricter;

        Setting(int wanted, boolean isMoreStricter) {
            this.wanted = wanted;
            this.isMoreStricter = isMoreStricter;
        }

        int wanted() {
            return wanted;
        }

        boolean isStrictEnough(int value) {
            return isMoreStricter ? value >= wanted : value <= wanted;
        }

        /** As in /proc/sys and in the undo file. */
        String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    int get(String interfaceName, Setting setting);

    /**
     * Sets it.
     *
     * @throws org.mobileip.host.HostException when there is no such interface, or it may not be set
     */
    void set(String interfaceName, Setting setting, int value);
}
