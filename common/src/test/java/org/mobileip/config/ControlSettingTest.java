package org.mobileip.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the control socket is. */
final class ControlSettingTest {

    private static final Path OTHERWISE = Path.of("/run/otherwise.sock");

    private final ConfigDirectory directory;

    ControlSettingTest(@TempDir Path temporary) {
        directory = new ConfigDirectory(temporary);
    }

    private Path of(String text) throws ConfigException {
        return ControlSetting.of(directory.file("any.toml", text), OTHERWISE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[daemon]\ncontrol = \"/a/b\"",
                "x = 1\n [ daemon ] # here\n\n  control='/a/b'   # a comment\n[metrics]\ncontrol = \"/c\"",
                "daemon.control = \"/a/b\"",
                "daemon = { control = \"/a/b\" }",
                "[\"daemon\"]\ncontrol = \"/a/b\"",
                "[daemon]\n\"control\" = \"/a/b\"",
                "[daemon]\ncontrol = \"/a/\\u0062\"",
                "[daemon]\ncontrol = \"\"\"/a/b\"\"\"",
                "x = \"\"\"\n[daemon]\ncontrol = \"/wrong\"\n\"\"\"\n[daemon]\ncontrol = \"/a/b\"",
            })
    void isFoundHoweverItIsWritten(String text) throws ConfigException {
        assertThat(of(text)).isEqualTo(Path.of("/a/b"));
    }

    @Test
    void isRelativeToTheFileAndAbsentWhereTheFileIsSilent() throws ConfigException {
        assertThat(of("[daemon]\ncontrol = \"run/x.sock\"")).isEqualTo(directory.path("run/x.sock"));
        assertThat(of("[daemon]\nstate = \"x\"\n[other]\ncontrol = \"/a\"")).isEqualTo(OTHERWISE);
        assertThat(of("# control = \"/a\"\n[daemon]\n#control = \"/a\"")).isEqualTo(OTHERWISE);
        assertThat(of("")).isEqualTo(OTHERWISE);
    }

    @Test
    void isNotLookedForInAFileThatIsNotThere() {
        assertThat(directory.problems(() -> ControlSetting.of(directory.path("none.toml"), OTHERWISE)))
                .containsExactly("none.toml:1:1: error: none.toml does not exist");
    }
}
