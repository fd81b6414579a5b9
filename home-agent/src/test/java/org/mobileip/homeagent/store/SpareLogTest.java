package org.mobileip.homeagent.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.homeagent.store.Shelf.registration;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.homeagent.Change;
import org.mobileip.homeagent.StoreState;

/** A new log is written over an old one that counts no more: nothing of that must ever be read again. */
class SpareLogTest {

    private static final Disk DISK = FaultyDisk.hasty();

    @TempDir
    private Path place = Path.of("");

    private final List<List<Change>> batches = new ArrayList<>();

    private Path journal() throws IOException {
        return Files.createDirectories(place.resolve("journal"));
    }

    private void write(LogWriter log, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            List<Change> batch = registration(batches.size() % 5, batches.size());
            log.force(log.write(batches.size() + 1, batch));
            batches.add(batch);
        }
    }

    /** What a start after a crash right now would read. */
    private Contents afterACrash() throws IOException {
        Path copy = Files.createTempDirectory(place, "copy");
        try (DirectoryStream<Path> files = Files.newDirectoryStream(journal())) {
            for (Path file : files) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        try (StoreDirectory directory = new StoreDirectory(copy, DISK)) {
            RawTable table = new RawTable();
            new Loader(directory).load(table).close();
            return table.contents();
        }
    }

    private Contents all() {
        return Shelf.outcome(batches);
    }

    @Test
    void whatTheOldOneHeldIsNeverReadWhereverTheNewOneEnds() throws IOException {
        try (StoreDirectory directory = new StoreDirectory(journal(), DISK)) {
            LogWriter log = directory.newLog(1);
            write(log, 40);
            for (int round = 0; round < 6; round++) {
                LogWriter next = directory.newLog(batches.size() + 1);
                log.close();
                log = next;
                assertThat(afterACrash()).isEqualTo(all());
                for (int i = 0; i < 7 * round; i++) { // Shorter than the one it is written over, and longer.
                    write(log, 1);
                    assertThat(afterACrash()).isEqualTo(all());
                }
                new Compactor(directory, mapped -> {}).compact(log.first() - 1);
                assertThat(afterACrash()).isEqualTo(all());
            }
            log.close();
        }
    }

    @Test
    void theNewOneTakesThePlaceOfTheOldOneOnTheDisk() throws IOException {
        try (StoreDirectory directory = new StoreDirectory(journal(), DISK)) {
            LogWriter first = directory.newLog(1);
            write(first, 5);
            first.close();
            Object place = Files.getAttribute(directory.logs().get(1L), "unix:ino");
            directory.newLog(6).close();
            new Compactor(directory, mapped -> {}).compact(5);
            assertThat(directory.logs()).containsOnlyKeys(6L);
            write(directory.newLog(6), 0);
            assertThat(Files.getAttribute(directory.logs().get(6L), "unix:ino")).isEqualTo(place);
        }
    }

    /** It is decoded when somebody asks, which may be when it has been merged and others were written since. */
    @Test
    void whatAStartHasReadIsNeverWrittenOver() throws IOException {
        Shelf shelf = new Shelf();
        Path state = place.resolve("state");
        List<List<Change>> before = new ArrayList<>();
        try (FileStore store = shelf.open(state)) {
            for (int node = 0; node < 20; node++) {
                before.add(registration(node, node));
                Shelf.appendAndWait(store, registration(node, node));
            }
        }
        FileStore.Options small = new FileStore.Options(1 << 12, 1 << 12, () -> {});
        try (FileStore store = shelf.open(state, small, DISK)) {
            Contents kept = store.readAll();
            for (int i = 0; i < 300; i++) {
                Shelf.appendAndWait(store, registration(50, i % 100));
            }
            assertThat(Files.exists(state.resolve("journal/00000000000000000001.log")))
                    .as("merged")
                    .isFalse();
            assertThat(kept).isEqualTo(Shelf.outcome(before));
        }
    }

    /** F3. */
    @Test
    void onAFullDiskItsRoomIsGivenUp() throws IOException {
        FaultyDisk disk = new FaultyDisk();
        Shelf shelf = new Shelf();
        FileStore.Options small = new FileStore.Options(1 << 12, 1 << 16, () -> {});
        Path spare = place.resolve("state/journal/spare");
        try (FileStore store = shelf.open(place.resolve("state"), small, disk)) {
            for (int i = 0; i < 10_000 && !Files.exists(spare); i++) {
                Shelf.appendAndWait(store, registration(1, i % 100));
            }
            assertThat(spare).exists();
            disk.leave(0);
            store.append(registration(1, 1), () -> {});
            shelf.await(StoreState.NEARLY_FULL.name());
            assertThat(spare).doesNotExist();
            disk.leave(1 << 20);
        }
    }
}
