package org.mobileip.homeagent.store;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.mobileip.homeagent.Change;
import org.mobileip.homeagent.KeptBinding;
import org.mobileip.homeagent.NodeIdentity;
import org.mobileip.homeagent.StoreState;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.wire.Identification;
import org.mobileip.wire.Lifetime;
import org.mobileip.wire.NetworkAccessIdentifier;

/** What the tests of the store keep in it. */
final class Shelf implements FileStore.Watcher {

    static final FileStore.Options PATIENT = new FileStore.Options(1 << 30, 1 << 12, () -> {});
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    static final NodeIdentity GUEST = new NodeIdentity.OfNai(NetworkAccessIdentifier.of("ann@example.org"));

    private static final long PATIENCE_SECONDS = 20;

    /** What the store has told, in words. */
    final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    @Override
    public void storeIs(StoreState state, String why) {
        told.add(state.name());
    }

    @Override
    public void troubled(String event, Throwable cause) {
        told.add(event);
    }

    /** Waits until the store has told {@code word}. */
    void await(String word) {
        try {
            String next = told.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            while (!word.equals(next)) {
                if (next == null) {
                    throw new AssertionError("never told: " + word);
                }
                next = told.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException ended) {
            throw new IllegalStateException(ended);
        }
    }

    FileStore open(Path state, FileStore.Options options, Disk disk) throws IOException {
        return FileStore.open(state, options, Runnable::run, this, disk);
    }

    FileStore open(Path state) throws IOException {
        return open(state, PATIENT, Disk.ofThisMachine());
    }

    static void appendAndWait(Store store, List<Change> changes) {
        CountDownLatch durable = new CountDownLatch(1);
        store.append(changes, durable::countDown);
        await(durable);
    }

    static void await(CountDownLatch latch) {
        try {
            if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("never durable");
            }
        } catch (InterruptedException ended) {
            throw new IllegalStateException(ended);
        }
    }

    static Ipv4 home(int node) {
        return new Ipv4(Ipv4.parse("10.0.0.0").bits() + node);
    }

    static Ipv4 careOf(int place) {
        return new Ipv4(Ipv4.parse("192.0.0.0").bits() + place);
    }

    /** What a registration of {@code node} from {@code place} changes. */
    static List<Change> registration(int node, int place) {
        return List.of(new Change.Bound(binding(node, place)), newest(node, place));
    }

    static Change newest(int node, long identification) {
        return new Change.Newest(new NodeIdentity.OfAddress(home(node)), new Identification(identification));
    }

    static KeptBinding binding(int node, int place) {
        byte[] request = new byte[46];
        java.util.Arrays.fill(request, (byte) place);
        return new KeptBinding(
                home(node),
                careOf(place),
                NOON.plusSeconds(node),
                NOON.plusSeconds(node + place),
                new Lifetime(600),
                new Endpoint(careOf(place), 434),
                new Endpoint(Ipv4.parse("10.10.0.1"), 434),
                Octets.of(request),
                Octets.ofHex("0300025c"));
    }

    /** What {@code batches} come to, by the simplest code there is. */
    static Contents outcome(List<List<Change>> batches) {
        List<KeptBinding> bindings = new ArrayList<>();
        java.util.Map<NodeIdentity, Identification> newest = new java.util.HashMap<>();
        java.util.Map<Ipv4, Octets> flows = new java.util.HashMap<>();
        for (List<Change> batch : batches) {
            for (Change change : batch) {
                if (change instanceof Change.Newest it) {
                    newest.put(it.node(), it.identification());
                } else if (change instanceof Change.Bound it) {
                    remove(bindings, it.binding().home(), it.binding().careOf());
                    bindings.add(it.binding());
                } else if (change instanceof Change.Unbound it) {
                    remove(bindings, it.home(), it.careOf());
                } else if (change instanceof Change.Flows it) {
                    flows.put(it.home(), it.extensions());
                    flows.values().removeIf(Octets::isEmpty);
                }
            }
        }
        return new Contents(batches.size(), bindings, newest, flows);
    }

    private static void remove(List<KeptBinding> bindings, Ipv4 home, Ipv4 careOf) {
        bindings.removeIf(each -> each.home().equals(home) && each.careOf().equals(careOf));
    }
}
