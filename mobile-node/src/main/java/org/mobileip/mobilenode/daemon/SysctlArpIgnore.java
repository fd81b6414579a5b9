package org.mobileip.mobilenode.daemon;

import org.mobileip.host.linux.NativeException;
import org.mobileip.host.linux.Sysctl;

/** {@link ArpIgnore} under /proc/sys. */
final class SysctlArpIgnore implements ArpIgnore {

    @Override
    public int get(String interfaceName) {
        String value = Sysctl.read(key(interfaceName));
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException neverFromThisKernel) {
            throw new AssertionError(key(interfaceName) + " is " + value, neverFromThisKernel);
        }
    }

    /**
     * Sets it.
     *
     * @throws NativeException when there is no such interface, or it may not be set
     */
    @Override
    public void set(String interfaceName, int value) {
        Sysctl.write(key(interfaceName), Integer.toString(value));
    }

    private static String key(String interfaceName) {
        return "net/ipv4/conf/" + interfaceName + "/arp_ignore";
    }
}
