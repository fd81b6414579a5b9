package org.mobileip.homeagent.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mobileip.homeagent.store.Shelf.appendAndWait;
import static org.mobileip.homeagent.store.Shelf.careOf;
import static org.mobileip.homeagent.store.Shelf.home;
import static org.mobileip.homeagent.store.Shelf.registration;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.homeagent.Change;

/** F2, F29 and T29: whatever has become of the files, nothing is read from them that was not written. */
class DamagedStoreTest {

    private static final Disk DISK = FaultyDisk.hasty();

    @TempDir
    private Path directory = Path.of("");

    private final List<List<Change>> batches = new ArrayList<>();

    /** Some batches in one log; returns its octets. */
    private byte[] log() throws IOException {
        try (FileStore store = new Shelf().open(directory.resolve("whole"))) {
            for (int node = 1; node <= 5; node++) {
                append(store, registration(node, node));
            }
            append(store, List.of(new Change.Unbound(home(2), careOf(2)), Shelf.newest(2, 7)));
        }
        return Files.readAllBytes(directory.resolve("whole/journal/00000000000000000001.log"));
    }

    private void append(Store store, List<Change> batch) {
        appendAndWait(store, batch);
        batches.add(batch);
    }

    /** What is read of a store whose one file is this; empty where it is refused. */
    private Optional<Contents> read(String name, byte[] octets) throws IOException {
        Path journal = Files.createDirectories(directory.resolve("damaged"));
        try (StoreDirectory files = new StoreDirectory(journal, DISK)) {
            for (Path old : files.logs().values()) {
                Files.delete(old);
            }
            Files.write(journal.resolve(name), octets);
            RawTable table = new RawTable();
            new Loader(files).load(table).close();
            return Optional.of(table.contents());
        } catch (UnreadableException refused) {
            assertThat(refused).hasMessageContaining(journal.toString());
            return Optional.empty();
        }
    }

    /** How many of the batches come to {@code contents}; fails where no number of them does. */
    private int batchesIn(Contents contents) {
        int count = (int) contents.index();
        assertThat(contents).isEqualTo(Shelf.outcome(batches.subList(0, count)));
        return count;
    }

    @Test
    void cutsATornEndOffAtTheLastBatchThatIsWholeWhereverItIsTorn() throws IOException {
        byte[] whole = log();
        int before = 0;
        for (int size = 0; size <= whole.length; size++) {
            Contents contents =
                    read("00000000000000000001.log", Arrays.copyOf(whole, size)).orElseThrow();
            int count = batchesIn(contents);
            assertThat(count).isBetween(before, before + 1);
            before = count;
        }
        assertThat(before).isEqualTo(batches.size());
    }

    /** A page of zeros, or of something else, may be where the last write was to go. */
    @Test
    void cutsOffAnEndThatIsNothingOfOurs() throws IOException {
        byte[] whole = log();
        Random random = new Random(1);
        for (int size : new int[] {1, 19, 20, 21, 500, 5000}) {
            byte[] behind = Arrays.copyOf(whole, whole.length + size);
            assertThat(read("00000000000000000001.log", behind).map(this::batchesIn))
                    .contains(batches.size());
            for (int i = whole.length; i < behind.length; i++) {
                behind[i] = (byte) random.nextInt();
            }
            assertThat(read("00000000000000000001.log", behind).map(this::batchesIn))
                    .contains(batches.size());
        }
    }

    @Test
    void neverReadsAWrongBindingWhicheverOctetOfALogIsChanged() throws IOException {
        byte[] whole = log();
        int end = whole.length;
        int last = startOfLastFrame(whole);
        for (int at = 0; at < end; at++) {
            for (int mask : new int[] {1 << at % 8, 0xff}) {
                byte[] flipped = whole.clone();
                flipped[at] ^= (byte) mask;
                Optional<Contents> contents = read("00000000000000000001.log", flipped);
                if (at >= last) {
                    assertThat(batchesIn(contents.orElseThrow()))
                            .as("octet " + at + ": the last batch may not have been durable")
                            .isEqualTo(batches.size() - 1);
                } else {
                    assertThat(contents)
                            .as("octet " + at + " is before what was durable")
                            .isEmpty();
                }
            }
        }
    }

    /** Its last batch was durable, too: the next log begins behind it. */
    @Test
    void refusesALogThatIsNotTheLastWhicheverOctetOfItIsChanged() throws IOException {
        byte[] whole = log();
        Path journal = directory.resolve("whole/journal");
        try (StoreDirectory files = new StoreDirectory(journal, DISK)) {
            files.newLog(batches.size() + 1).close();
            Path first = files.logs().firstEntry().getValue();
            for (int at = 0; at < whole.length; at++) {
                byte[] flipped = whole.clone();
                flipped[at] ^= 0x10;
                Files.write(first, flipped);
                assertThatThrownBy(() -> new Loader(files).load(new RawTable()))
                        .as("octet " + at)
                        .isInstanceOf(UnreadableException.class);
            }
        }
    }

    private static int startOfLastFrame(byte[] log) {
        ByteBuffer octets = ByteBuffer.wrap(log);
        int at = FileHeader.SIZE;
        while (at + 20 + octets.getInt(at + 4) < log.length) {
            at += 20 + octets.getInt(at + 4);
        }
        return at;
    }

    @Test
    void refusesAPictureOfWhichAnythingIsWrong() throws IOException {
        log();
        Path journal = directory.resolve("whole/journal");
        try (StoreDirectory files = new StoreDirectory(journal, DISK)) {
            files.newLog(7).close();
            new Compactor(files, mapped -> {}).compact(6);
        }
        byte[] picture = Files.readAllBytes(journal.resolve("00000000000000000006.picture"));
        assertThat(read("00000000000000000006.picture", picture)).contains(Shelf.outcome(batches));
        for (int at = 0; at < picture.length; at++) {
            byte[] flipped = picture.clone();
            flipped[at] ^= 0x04;
            assertThat(read("00000000000000000006.picture", flipped))
                    .as("octet " + at)
                    .isEmpty();
            assertThat(read("00000000000000000006.picture", Arrays.copyOf(picture, at)))
                    .as("cut at " + at)
                    .isEmpty();
        }
    }

    @Test
    void refusesAFileOfALaterVersionByItsName() throws IOException {
        byte[] later = ofVersion((short) 4, log());
        Path journal = Files.createDirectories(directory.resolve("later"));
        Path file = Files.write(journal.resolve("00000000000000000001.log"), later);
        try (StoreDirectory files = new StoreDirectory(journal, DISK)) {
            assertThatThrownBy(() -> new Loader(files).load(new RawTable()))
                    .isInstanceOf(UnreadableException.class)
                    .hasMessageStartingWith(file + " is of version 4");
        }
    }

    /** Version 1 had no flows, version 2 no NAIs of bindings, and they were the same else. */
    @Test
    void readsFilesOfEarlierVersions() throws IOException {
        byte[] whole = log();
        Optional<Contents> written = read("00000000000000000001.log", whole);
        assertThat(written).isPresent();
        for (short version = 1; version <= 2; version++) {
            assertThat(read("00000000000000000001.log", ofVersion(version, whole.clone())))
                    .isEqualTo(written);
        }
    }

    /** So that whoever goes back to that version is told which one has written the file, and loses nothing by going forth again. */
    @Test
    void beginsALogOfThisVersionBehindThatOfAnEarlierOne() throws IOException {
        Path journal = Files.createDirectories(directory.resolve("earlier/journal"));
        byte[] whole = ofVersion((short) 2, log());
        byte[] torn = Arrays.copyOf(whole, whole.length - 1);
        Files.write(journal.resolve("00000000000000000001.log"), torn);
        batches.remove(batches.size() - 1);
        try (StoreDirectory files = new StoreDirectory(journal, DISK);
                LogWriter log = new Loader(files).load(new RawTable())) {
            assertThat(log.first()).isEqualTo(6);
            assertThat(files.logs()).hasSize(2);
        }
        assertThat(versionOf(journal.resolve("00000000000000000006.log"))).isEqualTo((short) 3);
        for (int node = 8; node <= 9; node++) {
            try (FileStore store = new Shelf().open(directory.resolve("earlier"))) {
                assertThat(store.readAll()).isEqualTo(Shelf.outcome(batches));
                append(store, registration(node, node));
            }
        }
    }

    /** F3: a disk that has no room for another log is no reason not to serve. */
    @Test
    void goesOnInTheLogOfAnEarlierVersionWhereThereIsNoRoomForAnother() throws IOException {
        Path journal = Files.createDirectories(directory.resolve("full/journal"));
        Path old = Files.write(journal.resolve("00000000000000000001.log"), ofVersion((short) 2, log()));
        FaultyDisk full = new FaultyDisk();
        full.leave(0);
        RawTable table = new RawTable();
        try (StoreDirectory files = new StoreDirectory(journal, full);
                LogWriter log = new Loader(files).load(table)) {
            assertThat(log.first()).isEqualTo(1);
            assertThat(log.end()).isEqualTo(Files.size(old));
            assertThat(files.logs()).hasSize(1);
            full.leave(Long.MAX_VALUE);
            log.force(log.write(7, registration(8, 8)));
        }
        batches.add(registration(8, 8));
        try (FileStore store = new Shelf().open(directory.resolve("full"))) {
            assertThat(store.readAll()).isEqualTo(Shelf.outcome(batches));
        }
    }

    private static short versionOf(Path file) throws IOException {
        return ByteBuffer.wrap(Files.readAllBytes(file)).getShort(8);
    }

    private static byte[] ofVersion(short version, byte[] whole) {
        ByteBuffer log = ByteBuffer.wrap(whole);
        log.putShort(8, version);
        CRC32C crc = new CRC32C();
        crc.update(log.duplicate().limit(28));
        log.putInt(28, (int) crc.getValue());
        return whole;
    }
}
