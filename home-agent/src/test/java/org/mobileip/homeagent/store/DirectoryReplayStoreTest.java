package org.mobileip.homeagent.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.homeagent.NodeIdentity;
import org.mobileip.net.Ipv4;
import org.mobileip.wire.Identification;
import org.mobileip.wire.NetworkAccessIdentifier;

/** What was accepted is known again after a restart (RFC 5944 §5.7.1). */
class DirectoryReplayStoreTest {

    private static final NodeIdentity LAPTOP = new NodeIdentity.OfAddress(Ipv4.parse("10.10.0.57"));
    private static final NodeIdentity GUEST =
            new NodeIdentity.OfNai(NetworkAccessIdentifier.of("../../etc/x y@Example.org"));

    @TempDir
    private Path state = Path.of("");

    private Path replay = Path.of("");

    @BeforeEach
    void directory() {
        replay = state.resolve("replay");
    }

    @Test
    void knowsNothingAtFirst() throws IOException {
        assertThat(DirectoryReplayStore.in(state).load()).isEmpty();
    }

    @Test
    void knowsAgainWhatWasAppendedLast() throws IOException {
        DirectoryReplayStore store = DirectoryReplayStore.in(state);
        store.append(Map.of(LAPTOP, new Identification(1), GUEST, new Identification(-1)));
        store.append(Map.of(LAPTOP, new Identification(0xdc12c500_40000000L)));
        assertThat(DirectoryReplayStore.in(state).load())
                .isEqualTo(Map.of(LAPTOP, new Identification(0xdc12c500_40000000L), GUEST, new Identification(-1)));
    }

    @Test
    void readsWhatEarlierVersionsWrote() throws IOException {
        Files.createDirectories(replay);
        Files.writeString(replay.resolve("10.10.0.57"), "dc12c50040000000\n");
        assertThat(DirectoryReplayStore.in(state).load())
                .isEqualTo(Map.of(LAPTOP, new Identification(0xdc12c500_40000000L)));
    }

    @Test
    void keepsAnNaiThatIsNoFileNameWithinItsDirectory() throws IOException {
        DirectoryReplayStore.in(state).append(Map.of(GUEST, new Identification(5)));
        try (var files = Files.list(replay)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .singleElement()
                    .asString()
                    .matches("nai-[0-9a-f]{64}");
        }
    }

    @Test
    void knowsAnNaiInWhateverCaseItsRealmIs() throws IOException {
        DirectoryReplayStore.in(state).append(Map.of(GUEST, new Identification(5)));
        assertThat(DirectoryReplayStore.in(state).load())
                .containsKey(new NodeIdentity.OfNai(NetworkAccessIdentifier.of("../../etc/x y@EXAMPLE.ORG")));
    }

    @Test
    void passesOverADraftThatWasNotFinished() throws IOException {
        DirectoryReplayStore store = DirectoryReplayStore.in(state);
        Files.writeString(replay.resolve("10.10.0.57.new"), "dc12");
        Files.writeString(replay.resolve("nai-" + "0".repeat(64) + ".new"), "");
        assertThat(store.load()).isEmpty();
    }

    @Test
    void refusesToTakeADamagedFileForANodeWithoutHistory() throws IOException {
        DirectoryReplayStore store = DirectoryReplayStore.in(state);
        for (String damaged : new String[] {"", "dc12c5004000000\n", "dc12c50040000000", "DC12C50040000000\n", "x\n"}) {
            Files.writeString(replay.resolve("10.10.0.57"), damaged);
            assertThatThrownBy(store::load)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("10.10.0.57: not sixteen hexadecimal digits");
        }
        Files.delete(replay.resolve("10.10.0.57"));
        for (String damaged : new String[] {"dc12c50040000000\n", "dc12c50040000000\n6\n", "dc12c50040000000\n\n"}) {
            Files.writeString(replay.resolve("nai-0"), damaged);
            assertThatThrownBy(store::load).isInstanceOf(IOException.class).hasMessageContaining("nai-0");
        }
    }
}
