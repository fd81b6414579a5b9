package org.mobileip.homeagent.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mobileip.homeagent.store.Shelf.GUEST;
import static org.mobileip.homeagent.store.Shelf.appendAndWait;
import static org.mobileip.homeagent.store.Shelf.careOf;
import static org.mobileip.homeagent.store.Shelf.home;
import static org.mobileip.homeagent.store.Shelf.registration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.homeagent.Change;
import org.mobileip.wire.Identification;

class FileStoreTest {

    @TempDir
    private Path state = Path.of("");

    private final Shelf shelf = new Shelf();

    private Contents reopened() throws IOException {
        try (Store store = shelf.open(state)) {
            return store.readAll();
        }
    }

    private static List<List<Change>> someBatches() {
        return List.of(
                registration(1, 1),
                registration(2, 1),
                List.of(
                        new Change.Unbound(home(1), careOf(1)),
                        registration(1, 2).get(0),
                        Shelf.newest(1, 2)),
                List.of(new Change.Newest(GUEST, new Identification(0xdc12c500_40000000L))),
                List.of(new Change.Unbound(home(2), careOf(1)), Shelf.newest(2, 9)));
    }

    private void append(Store store, List<List<Change>> batches) {
        batches.forEach(batch -> appendAndWait(store, batch));
    }

    @Test
    void knowsNothingAtFirst() throws IOException {
        assertThat(reopened()).isEqualTo(Contents.NOTHING);
    }

    @Test
    void knowsAgainWhatWasAppended() throws IOException {
        List<List<Change>> batches = someBatches();
        try (Store store = shelf.open(state)) {
            append(store, batches);
            assertThat(store.readAll()).isEqualTo(Shelf.outcome(batches));
        }
        assertThat(reopened()).isEqualTo(Shelf.outcome(batches));
    }

    @Test
    void goesOnWhereItWas() throws IOException {
        List<List<Change>> all = new ArrayList<>();
        for (List<Change> batch : someBatches()) {
            try (Store store = shelf.open(state)) {
                appendAndWait(store, batch);
            }
            all.add(batch);
            assertThat(reopened()).isEqualTo(Shelf.outcome(all));
        }
    }

    @Test
    void tellsWhatCameAfterAnIndex() throws IOException {
        List<List<Change>> batches = someBatches();
        try (Store store = shelf.open(state)) {
            append(store, batches);
            assertThat(store.after(3, 10)).containsExactly(new Batch(4, batches.get(3)), new Batch(5, batches.get(4)));
            assertThat(store.after(0, 1)).containsExactly(new Batch(1, batches.get(0)));
            assertThat(store.after(5, 10)).isEmpty();
        }
    }

    @Test
    void mergesItsLogsWhileItGoesOn() throws IOException {
        List<List<Change>> all = new ArrayList<>();
        FileStore.Options eager = new FileStore.Options(2000, 1 << 12, () -> {});
        try (Store store = shelf.open(state, eager, FaultyDisk.hasty())) {
            for (int place = 0; place < 500; place++) {
                List<Change> batch = new ArrayList<>(registration(place % 3, place));
                if (place >= 3) {
                    batch.add(new Change.Unbound(home(place % 3), careOf(place - 3)));
                }
                all.add(batch);
                appendAndWait(store, batch);
            }
        }
        assertThat(reopened()).isEqualTo(Shelf.outcome(all));
        try (Store store = shelf.open(state)) {
            assertThatThrownBy(() -> store.after(0, 1)).isInstanceOf(CompactedException.class);
        }
        try (Stream<Path> files = Files.list(state.resolve("journal"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".picture")))
                    .hasSize(1);
        }
        assertThat(shelf.told).isEmpty();
    }

    /** A crash may come between the moment a picture counts and the end of what it stands for. */
    @Test
    void passesOverLogsThatAPictureStandsFor() throws IOException {
        List<List<Change>> batches = someBatches();
        try (Store store = shelf.open(state)) {
            append(store, batches);
        }
        Path journal = state.resolve("journal");
        try (StoreDirectory directory = new StoreDirectory(journal, FaultyDisk.hasty())) {
            Path log = directory.logs().firstEntry().getValue();
            Path copy = Files.copy(log, state.resolve("copy"));
            directory.newLog(6).close();
            new Compactor(directory, mapped -> {}).compact(5);
            Files.move(copy, log);
            Files.writeString(directory.draft(5), "half of one");
        }
        assertThat(reopened()).isEqualTo(Shelf.outcome(batches));
        try (Stream<Path> files = Files.list(journal)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .contains("00000000000000000005.picture", "00000000000000000006.log")
                    .noneMatch(name -> name.endsWith(".new") || name.endsWith("1.log"));
        }
    }

    @Test
    void belongsToOneAgentAtATime() throws IOException {
        try (Store store = shelf.open(state)) {
            assertThat(store.waiting()).isZero();
            assertThatThrownBy(() -> shelf.open(state))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("is in use by another home agent");
        }
        assertThat(reopened()).isEqualTo(Contents.NOTHING);
    }

    @Test
    void takesOverWhatEarlierVersionsKeptOnce() throws IOException {
        Path replay = Files.createDirectories(state.resolve("replay"));
        Files.writeString(replay.resolve("10.0.0.1"), "dc12c50040000000\n");
        Files.writeString(
                replay.resolve("nai-0"), "0000000000000005\n616e6e406578616d706c652e6f7267\n"); // ann@example.org
        Files.writeString(replay.resolve("10.0.0.2.new"), "dc12");
        Contents expected = Shelf.outcome(List.of(
                List.of(Shelf.newest(1, 0xdc12c500_40000000L), new Change.Newest(GUEST, new Identification(5)))));
        assertThat(reopened()).isEqualTo(expected);
        assertThat(replay).doesNotExist();
        assertThat(reopened()).isEqualTo(expected);
    }

    @Test
    void refusesToTakeADamagedFileOfEarlierVersionsForANodeWithoutHistory() throws IOException {
        Path replay = Files.createDirectories(state.resolve("replay"));
        for (String damaged : new String[] {"", "dc12c5004000000\n", "dc12c50040000000", "DC12C50040000000\n", "x\n"}) {
            Files.writeString(replay.resolve("10.0.0.1"), damaged);
            assertThatThrownBy(this::reopened)
                    .isInstanceOf(UnreadableException.class)
                    .hasMessageContaining("10.0.0.1: not sixteen hexadecimal digits");
        }
        Files.delete(replay.resolve("10.0.0.1"));
        for (String damaged : new String[] {"dc12c50040000000\n", "dc12c50040000000\n6\n", "dc12c50040000000\n\n"}) {
            Files.writeString(replay.resolve("nai-0"), damaged);
            assertThatThrownBy(this::reopened)
                    .isInstanceOf(UnreadableException.class)
                    .hasMessageContaining("nai-0");
        }
    }

    @Test
    void tellsOfAFileThatIsGone() throws IOException {
        try (Store store = shelf.open(state)) {
            append(store, someBatches());
        }
        Path journal = state.resolve("journal");
        Files.move(journal.resolve("00000000000000000001.log"), journal.resolve("00000000000000000002.log"));
        try (StoreDirectory directory = new StoreDirectory(journal, FaultyDisk.hasty())) {
            directory.newLog(9).close();
        }
        Files.delete(journal.resolve("00000000000000000002.log"));
        assertThatThrownBy(this::reopened)
                .isInstanceOf(UnreadableException.class)
                .hasMessageContaining("batch 1 is missing");
    }
}
