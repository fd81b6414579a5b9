package org.mobileip.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person sees when a file is wrong. */
final class ErrorsInFilesTest {

    private final ConfigDirectory directory;

    ErrorsInFilesTest(@TempDir Path temporary) {
        directory = new ConfigDirectory(temporary);
    }

    @Test
    void everyErrorIsShownWithItsPlaceItsLineAndAHint() {
        ConfigException refusal = directory.refusal(() -> directory.homeAgent(
                "[[node]]",
                "name     = \"laptop\"",
                "address  = \"10.11.0.60\"",
                "spi      = 100",
                "key      = \"keys/laptop.key\"",
                "repaly   = \"nonce\""));

        String name = directory.path("home-agent.toml").toString();
        assertThat(refusal.report()).isEqualTo("""
                        FILE:5:12: error: 10.11.0.60 is outside the home network 10.10.0.0/24 (set on line 2)

                            5 | address  = "10.11.0.60"
                              |            ^^^^^^^^^^^^
                          hint: nodes live in the home network: change the address, or "network"

                        FILE:6:12: error: SPI 100 is reserved (0–255)

                            6 | spi      = 100
                              |            ^^^
                          hint: Cisco IOS and Junos write SPIs in hexadecimal: "spi 100" there is 0x100 (256) here

                        FILE:8:1: error: unknown key "repaly" in [[node]]

                            8 | repaly   = "nonce"
                              | ^^^^^^
                          hint: did you mean "replay"?

                        3 errors""".replace("FILE", name));
    }

    @Test
    void oneErrorIsCountedAsOne() {
        assertThat(directory.refusal(() -> directory.homeAgent("mtu = 1480")).report())
                .endsWith("\n\n1 error");
    }

    @Test
    void aMissingKeyIsPlacedAtItsTable() {
        assertThat(directory.homeAgentProblems("", "[[node]]", "name = \"a\""))
                .containsExactly(
                        "home-agent.toml:4:1: error: missing key \"address\" in [[node]]",
                        "home-agent.toml:4:1: error: missing key \"spi\" in [[node]]",
                        "home-agent.toml:4:1: error: missing key \"key\" in [[node]]");
        assertThat(directory.mobileNodeProblems("name = \"laptop\"", "[home]", "address = \"10.10.0.57/24\""))
                .containsExactly(
                        "mobile-node.toml:1:1: error: missing table [security]",
                        "mobile-node.toml:2:1: error: missing key \"agent\" in [home]");
    }

    @Test
    void aMissingFileIsAnErrorOfThatFile() {
        assertThat(directory.problems(() -> HomeAgentConfig.load(directory.path("none.toml"))))
                .containsExactly("none.toml:1:1: error: none.toml does not exist");
        assertThat(directory.problems(() -> MobileNodeConfig.load(directory.path("keys"))))
                .containsExactly("keys:1:1: error: keys is not a regular file");
    }

    @Test
    void nothingIsQuotedOfAFileThatIsNotThere() {
        assertThat(directory
                        .refusal(() -> HomeAgentConfig.load(directory.path("none.toml")))
                        .report())
                .endsWith("/none.toml does not exist\n\n1 error");
    }

    @Test
    void syntaxErrorsAreShownLikeOthersAndTheRestIsCheckedAllTheSame() {
        assertThat(directory.homeAgentProblems(
                        "interface = ", "[tunnel]", "reverse = \"of\"", "[daemon", "qontrol = 1"))
                .containsExactly(
                        "home-agent.toml:3:13: error: unexpected end of line, expected a value",
                        "home-agent.toml:5:11: error: \"of\" is not known here",
                        "home-agent.toml:6:8: error: unexpected end of line, expected ]");
    }

    @Test
    void aKeyGivenTwiceIsASyntaxError() {
        assertThat(directory.homeAgentProblems("address = \"10.10.0.2\""))
                .containsExactly("home-agent.toml:3:1: error: address previously defined at line 1, column 1");
    }

    @Test
    void unknownKeysGetTheBestHintThereIs() {
        assertThat(hints("max_lifetime = \"10m\"")).containsExactly("\"max_lifetime\" belongs in [registration]");
        assertThat(hints("[tunel]")).containsExactly("did you mean \"tunnel\"?");
        assertThat(hints("[metrics]", "listen = \"127.0.0.1:9434\"", "colour = 1"))
                .contains("known here: listen");
        assertThat(directory.homeAgentProblems("[tunel]"))
                .containsExactly("home-agent.toml:3:1: error: unknown table \"tunel\"");
    }

    private List<String> hints(String... lines) {
        return directory.refusal(() -> directory.homeAgent(lines)).problems().stream()
                .flatMap(problem -> problem.hint().stream())
                .toList();
    }

    @Test
    void controlCharactersOfAFileNeverReachTheTerminal() {
        String report = directory
                .refusal(
                        () -> directory.homeAgent("\"\\u001b[31mred\\u202e\" = 1", "interface = \"a\u202eb\u009bc /\""))
                .report();

        assertThat(report.chars().filter(each -> Character.isISOControl(each) && each != '\n'))
                .isEmpty();
        assertThat(report).doesNotContain("\u202e").contains("unknown key \"\ufffd[31mred\ufffd\"");
    }

    @Test
    void caretsStandUnderTheTokenWhateverIsBeforeIt() {
        String report = directory
                .refusal(() ->
                        directory.homeAgent("[tunnel]", "\tencapsulation = [\"ipip\", \"\ud83d\ude00\", \"foo\"]"))
                .report();

        assertThat(report)
                .contains("\n    4 | \tencapsulation = [\"ipip\", \"\ud83d\ude00\", \"foo\"]\n      | \t"
                        + " ".repeat(30) + "^^^^^\n");
    }

    @Test
    void aVeryLongLineIsQuotedWhereTheErrorIs() {
        String report = directory
                .refusal(() ->
                        directory.homeAgent("[tunnel]", "encapsulation = [" + "\"ipip\", ".repeat(500) + "\"foo\"]"))
                .report();

        assertThat(report).contains("    4 | \"foo\"]\n      | ^^^^^\n");
    }
}
