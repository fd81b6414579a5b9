package org.mobileip.mobilenode.daemon;

import org.mobileip.host.linux.NativeException;
import org.mobileip.host.linux.Sysctl;

/** {@link LinkSettings} under /proc/sys. */
final class SysctlLinkSettings implements LinkSettings {

    @Override
    public int get(String interfaceName, Setting setting) {
        String value = Sysctl.read(key(interfaceName, setting));
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException neverFromThisKernel) {
            throw new AssertionError(key(interfaceName, setting) + " is " + value, neverFromThisKernel);
        }
    }

    /**
     * Sets it.
     *
     * @throws NativeException when there is no such interface, or it may not be set
     */
    @Override
    public void set(String interfaceName, Setting setting, int value) {
        Sysctl.write(key(interfaceName, setting), Integer.toString(value));
    }

    private static String key(String interfaceName, Setting setting) {
        return "net/ipv4/conf/" + interfaceName + "/" + setting.word();
    }
}
