package org.mobileip.homeagent.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.homeagent.store.Shelf.appendAndWait;
import static org.mobileip.homeagent.store.Shelf.careOf;
import static org.mobileip.homeagent.store.Shelf.home;
import static org.mobileip.homeagent.store.Shelf.registration;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.homeagent.Change;
import org.mobileip.homeagent.StoreState;

/** F3, F4 and F5: a disk that is full, broken or slow. */
class FaultyDiskTest {

    private static final FileStore.Options SMALL = new FileStore.Options(1 << 12, 1 << 16, () -> {});

    @TempDir
    private Path state = Path.of("");

    private final FaultyDisk disk = new FaultyDisk();
    private final Shelf shelf = new Shelf();

    private Contents reopened() throws IOException {
        try (Store store = shelf.open(state)) {
            return store.readAll();
        }
    }

    /** F5: all that came while the disk was busy becomes durable with its next turn, in order, and nothing before. */
    @Test
    void tellsThatSomethingIsDurableWhenItIsAndGathersWhatComesMeanwhile() throws IOException {
        List<List<Change>> all = new ArrayList<>();
        List<Integer> done = new ArrayList<>();
        CountDownLatch allDone = new CountDownLatch(100);
        try (FileStore store = shelf.open(state, Shelf.PATIENT, disk)) {
            appendAndWait(store, registration(0, 1));
            all.add(registration(0, 1));
            disk.beSlow();
            for (int node = 1; node <= 100; node++) {
                int number = node;
                all.add(registration(node, 1));
                store.append(registration(node, 1), () -> {
                    done.add(number);
                    allDone.countDown();
                });
            }
            assertThat(store.waiting()).isEqualTo(100);
            assertThat(done).isEmpty();
            assertThat(store.readAll()).isEqualTo(Shelf.outcome(all.subList(0, 1)));
            disk.spin(); // Whatever was taken first,
            disk.spin(); // and all the rest.
            Shelf.await(allDone);
            assertThat(done).hasSize(100).isSorted();
            assertThat(store.status().batches()).isLessThanOrEqualTo(3);
        }
        assertThat(reopened().bindings()).isEqualTo(Shelf.outcome(all).bindings());
    }

    /** A copy of a request has nothing to be kept, but its reply says what may not be durable yet. */
    @Test
    void letsWhatHasNothingToKeepWaitForWhatWasBefore() throws IOException {
        CountDownLatch copies = new CountDownLatch(1);
        AtomicInteger order = new AtomicInteger();
        try (FileStore store = shelf.open(state, Shelf.PATIENT, disk)) {
            store.append(List.of(), () -> order.set(1));
            assertThat(order).as("nothing to wait for").hasValue(1);
            disk.beSlow();
            store.append(registration(1, 1), () -> order.set(2));
            store.append(List.of(), () -> {
                order.compareAndSet(2, 3);
                copies.countDown();
            });
            assertThat(order).hasValue(1);
            disk.spin();
            Shelf.await(copies);
            assertThat(order).hasValue(3);
        }
    }

    /** F4: after one failure nothing is believed any more, even if the disk says it is well again. */
    @Test
    void promisesNothingAfterAFailureOfTheDisk() throws IOException {
        AtomicInteger promised = new AtomicInteger();
        try (FileStore store = shelf.open(state, Shelf.PATIENT, disk)) {
            appendAndWait(store, registration(1, 1));
            disk.breakDown();
            store.append(registration(2, 1), promised::incrementAndGet);
            shelf.await("store-failed");
            shelf.await("HALTED");
            store.append(registration(3, 1), promised::incrementAndGet);
            store.append(List.of(), promised::incrementAndGet);
            assertThat(store.status().state()).isEqualTo(StoreState.HALTED);
            assertThat(store.status().problem()).contains("Input/output error");
            assertThat(store.waiting()).isZero();
            assertThat(store.readAll()).isEqualTo(Shelf.outcome(List.of(registration(1, 1))));
        }
        assertThat(promised).hasValue(0);
        assertThat(reopened().bindings()).contains(Shelf.binding(1, 1));
    }

    /** F3: from the reserve, for as long as it takes: logs are merged in what room there is. */
    @Test
    void servesRenewalsFromTheReserveWhileTheDiskIsFullAndRecoversByItself() throws IOException {
        List<List<Change>> all = new ArrayList<>();
        try (FileStore store = shelf.open(state, SMALL, disk)) {
            append(store, all, registration(1, 1));
            append(store, all, registration(2, 1));
            disk.leave(0);
            CountDownLatch renewed = new CountDownLatch(1);
            all.add(registration(1, 1));
            store.append(registration(1, 1), renewed::countDown);
            shelf.await("HALTED"); // This disk gets no room by deleting a file.
            assertThat(renewed.getCount()).isOne();
            disk.leave(1 << 17);
            Shelf.await(renewed);
            append(store, all, List.of(new Change.Unbound(home(2), careOf(1)), Shelf.newest(2, 2)));
            disk.leave(Long.MAX_VALUE);
            shelf.await("READY");
            append(store, all, registration(2, 2));
        }
        assertThat(reopened()).isEqualTo(Shelf.outcome(all));
    }

    private static void append(Store store, List<List<Change>> all, List<Change> batch) {
        all.add(batch);
        appendAndWait(store, batch);
    }
}
