package org.mobileip.mobilenode.daemon;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.Security;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;

/** Looks names up as every program on this machine does, on a thread of its own: it may take its time. */
final class NameLookup implements AutoCloseable {

    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread made = new Thread(task, "name-lookup");
        made.setDaemon(true);
        return made;
    });
    private final BiConsumer<String, List<Ipv4>> listener;

    /** {@code listener} hears of each name and its addresses, none where there are none; on the thread of the lookups. */
    NameLookup(BiConsumer<String, List<Ipv4>> listener) {
        this.listener = listener;
        // An answer from before the network changed is worth nothing now.
        Security.setProperty("networkaddress.cache.ttl", "0");
        Security.setProperty("networkaddress.cache.negative.ttl", "0");
    }

    void lookUp(String name) {
        thread.execute(() -> listener.accept(name, addressesOf(name)));
    }

    private static List<Ipv4> addressesOf(String name) {
        try {
            return Arrays.stream(InetAddress.getAllByName(name))
                    .filter(Inet4Address.class::isInstance)
                    .map(address -> Octets.of(address.getAddress()).ipv4(0))
                    .toList();
        } catch (UnknownHostException unknown) {
            return List.of();
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
