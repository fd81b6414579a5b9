package org.mobileip.mobilenode.daemon;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.Security;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;

/**
 * Looks names up, on threads of its own: it may take its time. As every program on this machine does (files, services), and
 * at the same time past the tunnel; the first answer with an address counts.
 */
final class NameLookup implements AutoCloseable {

    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread made = new Thread(task, "name-lookup");
        made.setDaemon(true);
        return made;
    });
    private final DirectLookup direct = new DirectLookup();
    private final BiConsumer<String, List<Ipv4>> listener;

    /** {@code listener} hears of each name and its addresses, none where there are none; on a thread of the lookups. */
    NameLookup(BiConsumer<String, List<Ipv4>> listener) {
        this.listener = listener;
        // An answer from before the network changed is worth nothing now.
        Security.setProperty("networkaddress.cache.ttl", "0");
        Security.setProperty("networkaddress.cache.negative.ttl", "0");
    }

    void lookUp(String name) {
        CompletableFuture<List<Ipv4>> found = new CompletableFuture<>();
        CompletableFuture<?> usual = CompletableFuture.runAsync(() -> offer(found, usual(name)), threads);
        CompletableFuture<?> past = CompletableFuture.runAsync(() -> offer(found, direct.addressesOf(name)), threads);
        var unused = CompletableFuture.allOf(usual, past).whenComplete((both, failure) -> found.complete(List.of()));
        var unusedToo = found.thenAccept(addresses -> listener.accept(name, addresses));
    }

    private static void offer(CompletableFuture<List<Ipv4>> found, List<Ipv4> addresses) {
        if (!addresses.isEmpty()) {
            found.complete(addresses);
        }
    }

    private static List<Ipv4> usual(String name) {
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
        threads.shutdownNow();
    }
}
