package org.mobileip.mobilenode.daemon;

/** {@code net.ipv4.conf.INTERFACE.arp_ignore}: which ARP requests an interface leaves to others. */
public interface ArpIgnore {

    /** 0 answers for every address of the machine, 1 only for addresses of the interface itself. */
    int get(String interfaceName);

    /**
     * Sets it.
     *
     * @throws org.mobileip.host.HostException when there is no such interface, or it may not be set
     */
    void set(String interfaceName, int value);
}
