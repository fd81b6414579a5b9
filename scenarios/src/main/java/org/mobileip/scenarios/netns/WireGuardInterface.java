package org.mobileip.scenarios.netns;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.mobileip.host.linux.NetworkNamespace;
import org.mobileip.scenarios.measure.WorldException;
import org.mobileip.scenarios.netns.Halt.HaltedException;
import org.mobileip.scenarios.wireguard.WireGuardEnd;

/** One process of {@code wireguard-go} with its end of tunnels. */
record WireGuardInterface(WireGuardEnd end, DaemonProcess process) {

    private static final long LISTENING_MILLIS = 10_000;

    /** Starts the process, and returns at once. */
    static WireGuardInterface start(String node, NetworkNamespace namespace, String name, Path log) {
        List<String> command = List.of("env", "LOG_LEVEL=error", WireGuardEnd.PROGRAM, "--foreground", name);
        return new WireGuardInterface(new WireGuardEnd(name), DaemonProcess.start(node, namespace, command, log));
    }

    String name() {
        return end.interfaceName();
    }

    String publicKey() {
        return end.publicKey();
    }

    /** Waits until it can be configured. */
    void awaitListening(Halt halt) throws WorldException, HaltedException {
        boolean settled = halt.await(() -> end.isListening() || !process.isAlive(), LISTENING_MILLIS);
        if (!settled || !process.isAlive()) {
            throw new WorldException(process.story("did not begin to listen"));
        }
    }

    /** Gives it its key and these settings. */
    void configure(List<String> settings) throws WorldException {
        try {
            end.configure(settings);
        } catch (IOException e) {
            throw new WorldException(process.story("cannot be configured: " + e.getMessage()), e);
        }
    }
}
