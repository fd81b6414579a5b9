package org.mobileip.homeagent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.config.ConfigException;
import org.mobileip.config.HomeAgentConfig;

class EarlyReadingTest {

    @TempDir
    private Path directory = Path.of("");

    private Path file(String name, String address) throws IOException {
        return Files.writeString(
                directory.resolve(name),
                "version = 1\naddress = \"" + address
                        + "\"\nnetwork = \"10.10.0.0/24\"\n[daemon]\nstate = \"state\"\n");
    }

    @Test
    void readsOnceTheFileThatTheArgumentsName() throws Exception {
        Path file = file("a.toml", "10.10.0.1");
        for (List<String> arguments : List.of(
                List.of("run", "-c", file.toString()),
                List.of("run", "--no-rehearsal", "--config", file.toString(), "--state", "none"),
                List.of("run", "--config=" + file))) {
            EarlyReading early = EarlyReading.of(arguments.toArray(String[]::new));
            HomeAgentConfig read = early.load(file);
            assertThat(read.address()).hasToString("10.10.0.1");
            assertThat(early.load(file)).as("%s", arguments).isSameAs(read);
        }
    }

    @Test
    void readsAnotherFileWhereThatOneIsMeant() throws Exception {
        Path meant = file("b.toml", "10.10.0.2");
        for (List<String> arguments : List.of(
                List.of("run", "-c", file("a.toml", "10.10.0.1").toString()),
                List.of("run", "-c" + meant),
                List.of("run", "-c"),
                List.of("run"))) {
            EarlyReading early = EarlyReading.of(arguments.toArray(String[]::new));
            assertThat(early.load(meant).address()).as("%s", arguments).hasToString("10.10.0.2");
        }
    }

    @Test
    void saysWhatIsWrongWithTheFileWhenItIsAskedFor() throws Exception {
        Path wrong = Files.writeString(directory.resolve("wrong.toml"), "version = 1\nadress = \"10.10.0.1\"\n");
        EarlyReading early = EarlyReading.of("run", "-c", wrong.toString());
        assertThatThrownBy(() -> early.load(wrong))
                .isInstanceOfSatisfying(ConfigException.class, refused -> assertThat(refused.report())
                        .contains("adress"));
    }

    @Test
    void doesNotMindAFileThatNobodyCouldRead() throws Exception {
        Path file = file("a.toml", "10.10.0.1");
        EarlyReading early = EarlyReading.of("run", "-c", "no\0file");
        assertThat(early.load(file).address()).hasToString("10.10.0.1");
    }
}
