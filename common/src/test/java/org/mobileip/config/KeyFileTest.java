package org.mobileip.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mobileip.auth.Key;

/** Secrets in files of their own. */
final class KeyFileTest {

    private final ConfigDirectory directory;

    KeyFileTest(@TempDir Path temporary) {
        directory = new ConfigDirectory(temporary);
    }

    private HomeAgentConfig load() throws ConfigException {
        return directory.homeAgent(
                "[[node]]", "name = \"a\"", "address = \"10.10.0.5\"", "spi = 256", "key = \"keys/laptop.key\"");
    }

    private Key key(String content) throws ConfigException {
        directory.key("keys/laptop.key", content, "rw-------");
        return load().nodes().get(0).security().get(0).key();
    }

    private List<String> problems(String content, String mode) {
        directory.key("keys/laptop.key", content, mode);
        return directory.problems(this::load);
    }

    @Test
    void takesHexadecimalBase64AndText() throws ConfigException {
        Key expected = Key.of("1234567812345678".getBytes(StandardCharsets.US_ASCII));

        assertThat(key("hex:31323334353637383132333435363738\n")).isEqualTo(expected);
        assertThat(key("base64:MTIzNDU2NzgxMjM0NTY3OA==")).isEqualTo(expected);
        assertThat(key("text:1234567812345678\r\n")).isEqualTo(expected);
        assertThat(key("text: 1234567 12345678 \n"))
                .isEqualTo(Key.of(" 1234567 12345678 ".getBytes(StandardCharsets.US_ASCII)));
    }

    @ParameterizedTest
    @CsvSource({
        "rw-r-----, 0640, readable by group \"root\"",
        "rw-r--r--, 0644, readable by others",
        "rw----r--, 0604, readable by others",
        "rw--w----, 0620, writable by group \"root\"",
        "rwx-----x, 0701, executable by others",
    })
    void refusesAFileThatIsOpenToOthers(String mode, String octal, String who) {
        assertThat(problems(ConfigDirectory.KEY, mode)).singleElement().satisfies(problem -> assertThat(problem)
                .startsWith("home-agent.toml:7:7: error: key file keys/laptop.key is " + who.replaceAll("\".*\"", ""))
                .endsWith(" (mode " + octal + "); keys must be 0600"));
    }

    @Test
    void saysHowToCloseItAndReadsItAllTheSame() {
        assertThat(problems("hex:0", "rw-r--r--"))
                .containsExactly(
                        "home-agent.toml:7:7: error: key file keys/laptop.key is readable by others (mode 0644); keys must be 0600",
                        "home-agent.toml:7:7: error: key file keys/laptop.key has something else than pairs of hexadecimal digits after \"hex:\"");
        assertThat(directory.refusal(this::load).report())
                .contains("  hint: chmod 600 " + directory.path("keys/laptop.key") + "\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``            | is empty",
                "secret        | does not begin with hex:, base64: or text:",
                "secret:123    | does not begin with hex:, base64: or text:",
                "hex:secret    | has something else than pairs of hexadecimal digits after \"hex:\"",
                "base64:s*cret | has something else than base64 after \"base64:\"",
                "text:         | has an empty key",
                "hex:          | has an empty key",
                "`text:secret\nsecret` | has more than one line",
            })
    void refusesBadContentWithoutQuotingIt(String content, String what) {
        assertThat(problems(content, "rw-------"))
                .containsExactly("home-agent.toml:7:7: error: key file keys/laptop.key " + what);
        assertThat(directory.refusal(this::load).report()).doesNotContain("secret");
    }

    @Test
    void refusesWhatIsNoKeyFileAtAll() {
        assertThat(problems("text:" + "x".repeat(5000), "rw-------"))
                .containsExactly("home-agent.toml:7:7: error: key file keys/laptop.key is larger than 4096 octets");
        assertThat(directory.homeAgentProblems(
                        "[[node]]", "name = \"a\"", "address = \"10.10.0.5\"", "spi = 256", "key = \"keys\""))
                .containsExactly("home-agent.toml:7:7: error: key file keys is not a regular file");
        assertThat(directory.homeAgentProblems(
                        "[[node]]", "name = \"a\"", "address = \"10.10.0.5\"", "spi = 256", "key = \"none.key\""))
                .containsExactly("home-agent.toml:7:7: error: key file none.key does not exist");
    }

    @Test
    void aShortKeyIsAWarning() throws ConfigException {
        directory.key("keys/laptop.key", "text:123456789012345", "rw-------");

        assertThat(directory.summaries(load().warnings()))
                .containsExactly(
                        "home-agent.toml:7:7: warning: the key in keys/laptop.key has 15 octets; RFC 5944 asks for 16 or more");
    }
}
