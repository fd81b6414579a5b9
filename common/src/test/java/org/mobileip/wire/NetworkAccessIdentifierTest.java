package org.mobileip.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mobileip.net.Octets;

/** RFC 2794 §2; the octets are those of the ASCII table. */
class NetworkAccessIdentifierTest {

    private static final Octets EXTENSION = Octets.ofHex("83 07 6d6e 40 6578 2e 63"); // mn@ex.c

    @Test
    void readsAndWritesTheExtension() throws Exception {
        List<Extension> extensions = Extension.decodeAll(Octets.ofHex("8601ff").plus(EXTENSION), 0);
        assertThat(NetworkAccessIdentifier.in(extensions)).contains(NetworkAccessIdentifier.of("mn@ex.c"));
        assertThat(NetworkAccessIdentifier.of("mn@ex.c").toExtension().encode()).isEqualTo(EXTENSION);
    }

    @Test
    void findsNoneWhereThereIsNoneAndTheFirstOfTwo() throws Exception {
        assertThat(NetworkAccessIdentifier.in(List.of())).isEmpty();
        List<Extension> two = Extension.decodeAll(Octets.ofHex("8301 61 8301 62"), 0);
        assertThat(NetworkAccessIdentifier.in(two)).contains(NetworkAccessIdentifier.of("a"));
    }

    @Test
    void refusesAnEmptyOne() {
        assertThatThrownBy(() -> Extension.decodeAll(Octets.ofHex("8300"), 0))
                .isExactlyInstanceOf(MalformedMessageException.class)
                .hasMessage("extension 131 at octet 0 is too short");
        assertThatThrownBy(() -> NetworkAccessIdentifier.of("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> NetworkAccessIdentifier.of("x".repeat(256)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(NetworkAccessIdentifier.of("x".repeat(255)).octets().size()).isEqualTo(255);
    }

    @Test
    void comparesRealmsWithoutCaseAndUsersWithIt() {
        assertThat(canonical("Mn@EX.Org")).isEqualTo(NetworkAccessIdentifier.of("Mn@ex.org"));
        assertThat(canonical("mn@ex.org")).isNotEqualTo(canonical("Mn@ex.org"));
        assertThat(canonical("A@B@C")).isEqualTo(NetworkAccessIdentifier.of("A@B@c"));
        assertThat(canonical("NOREALM")).isEqualTo(NetworkAccessIdentifier.of("NOREALM"));
        assertThat(canonical("a@[Z{`")).isEqualTo(NetworkAccessIdentifier.of("a@[z{`"));
    }

    @Test
    void findsTheRealmBehindTheLastAt() {
        assertThat(NetworkAccessIdentifier.of("a@b@Ex.Org").realm()).contains(NetworkAccessIdentifier.of("@ex.org"));
        assertThat(NetworkAccessIdentifier.of("@ex.org").realm()).contains(NetworkAccessIdentifier.of("@ex.org"));
        assertThat(NetworkAccessIdentifier.of("user").realm()).isEmpty();
        assertThat(NetworkAccessIdentifier.of("user@").realm()).isEmpty();
        assertThat(NetworkAccessIdentifier.of("@ex.org").isRealm()).isTrue();
        assertThat(NetworkAccessIdentifier.of("a@ex.org").isRealm()).isFalse();
        assertThat(NetworkAccessIdentifier.of("ex.org").isRealm()).isFalse();
    }

    @Test
    void showsNothingThatCouldForgeALogLine() {
        NetworkAccessIdentifier nasty = NetworkAccessIdentifier.of("a\n\u001b[2J\u202e \"\\b@x\u007f~!");
        assertThat(nasty).hasToString("a\\x0a\\x1b[2J\\xe2\\x80\\xae\\x20\\x22\\x5cb@x\\x7f~!");
        assertThat(NetworkAccessIdentifier.of("x".repeat(128))).hasToString("x".repeat(128));
        assertThat(NetworkAccessIdentifier.of("x".repeat(129))).hasToString("x".repeat(128) + "...");
    }

    private static NetworkAccessIdentifier canonical(String text) {
        return NetworkAccessIdentifier.of(text).canonical();
    }
}
