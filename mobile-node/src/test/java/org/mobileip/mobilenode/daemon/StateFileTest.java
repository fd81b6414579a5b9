package org.mobileip.mobilenode.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.mobilenode.Memory;
import org.mobileip.net.Ipv4;
import org.mobileip.wire.Identification;

/** What outlives the daemon. */
class StateFileTest {

    private static final Ipv4 AGENT = Ipv4.parse("10.10.0.1");
    private static final Memory MEMORY =
            new Memory(Optional.of(new Identification(0xeeaf985080000fffL)), Map.of(AGENT, 0x1b2c3d4e));

    @TempDir
    private Path directory = Path.of("");

    private Path state() {
        return directory.resolve("new/state");
    }

    @Test
    void knowsNothingAtTheFirstStart() {
        assertThat(new StateFile(state()).load()).isEqualTo(Memory.EMPTY);
        assertThat(state()).doesNotExist();
    }

    @Test
    void writesTheLinesThatItsPageShows() throws IOException {
        new StateFile(state()).write(MEMORY);
        assertThat(Files.readAllLines(state().resolve("identification")))
                .containsExactly("newest eeaf985080000fff", "nonce 10.10.0.1 1b2c3d4e");
    }

    @Test
    void readsWhatItHasWritten() {
        new StateFile(state()).write(MEMORY);
        assertThat(new StateFile(state()).load()).isEqualTo(MEMORY);
    }

    @Test
    void leavesNothingBesideTheFile() throws IOException {
        StateFile file = new StateFile(state());
        file.write(MEMORY);
        file.write(new Memory(Optional.of(new Identification(-1)), Map.of()));
        try (var names = Files.list(state())) {
            assertThat(names.map(name -> String.valueOf(name.getFileName()))).containsExactly("identification");
        }
        assertThat(new StateFile(state()).load().newest()).contains(new Identification(-1));
    }

    @Test
    void skipsDamagedLines() throws IOException {
        Files.createDirectories(state());
        for (List<String> damaged : List.of(
                List.of("newest", "nonce 10.10.0.1 1b2c3d4e", ""),
                List.of("newest xyz", "nonce 10.10.0.1 1b2c3d4e"),
                List.of("nonce 10.10.0.1 1b2c3d4e", "nonce 10.10.0.999 00000001", "what 1"))) {
            Files.write(state().resolve("identification"), damaged);
            assertThat(new StateFile(state()).load())
                    .isEqualTo(new Memory(Optional.empty(), Map.of(AGENT, 0x1b2c3d4e)));
        }
        Files.write(state().resolve("identification"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        assertThat(new StateFile(state()).load()).isEqualTo(Memory.EMPTY);
    }

    @Test
    void survivesADirectoryThatCannotBeMade() throws IOException {
        Files.writeString(directory.resolve("new"), "a file");
        StateFile file = new StateFile(state());
        file.write(MEMORY);
        assertThat(file.load()).isEqualTo(Memory.EMPTY);
    }
}
