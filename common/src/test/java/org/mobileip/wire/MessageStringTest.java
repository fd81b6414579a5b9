package org.mobileip.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mobileip.net.Octets;
import org.mobileip.wire.MessageString.Author;

/** The Message String Extension of RFC 4917 §3, in octets written by hand from its diagram. */
class MessageStringTest {

    private static Optional<MessageString> read(String hex, Author author) throws MalformedMessageException {
        return MessageString.in(Extension.decodeAll(Octets.ofHex(hex), 0), author);
    }

    @Test
    void writesTheTextOfAHomeAgentInUtf8() {
        assertThat(MessageString.ofHomeAgent("Café").toExtension().encode())
                .isEqualTo(Octets.ofHex("91 06 01 436166c3a9"));
    }

    @Test
    void readsWhoSaysWhat() throws Exception {
        String both = "91 06 01 436166c3a9  91 03 02 4f4b";
        assertThat(read(both, Author.HOME_AGENT).orElseThrow().text()).isEqualTo("Café");
        assertThat(read(both, Author.FOREIGN_AGENT).orElseThrow().text()).isEqualTo("OK");
        assertThat(read("91 01 01", Author.HOME_AGENT)).as("no text").isEmpty();
        assertThat(read("91 00", Author.HOME_AGENT)).isEmpty();
        assertThat(read("91 03 07 4f4b", Author.HOME_AGENT)).as("nobody known").isEmpty();
    }

    /** A line feed, an escape, a reversal of direction (U+202E), quotes and octets that are no UTF-8. */
    @Test
    void showsNothingThatCouldChangeALineOfALog() throws Exception {
        assertThat(read("91 0b 01 61 0a 1b 22 5c e280ae ff 62", Author.HOME_AGENT)
                        .orElseThrow()
                        .text())
                .isEqualTo("a?????\ufffdb");
    }

    @Test
    void showsNoMoreThanALine() {
        assertThat(MessageString.ofHomeAgent("x".repeat(254)).text()).isEqualTo("x".repeat(128) + "...");
        assertThatThrownBy(() -> MessageString.ofHomeAgent("x".repeat(255)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> MessageString.ofHomeAgent("")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aVendorsCriticalExtensionHasTheLongFormat() throws Exception {
        List<Extension> read = Extension.decodeAll(Octets.ofHex("26 00 0008 00000009 0001 beef  8600"), 0);
        assertThat(read).extracting(Extension::type).containsExactly(38, 134);
        assertThat(read.get(0).data()).isEqualTo(Octets.ofHex("00000009 0001 beef"));
        assertThatThrownBy(() -> Extension.decodeAll(Octets.ofHex("26 00 0005 00000009 00"), 0))
                .isInstanceOf(MalformedMessageException.class);
    }
}
