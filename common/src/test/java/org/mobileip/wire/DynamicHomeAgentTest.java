package org.mobileip.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.wire.DynamicHomeAgent.Use;

/** The Dynamic HA Extension of RFC 4433 §3.4, in octets written by hand from its figure 1. */
class DynamicHomeAgentTest {

    private static final Ipv4 AGENT = Ipv4.parse("192.0.2.9");

    private static List<Extension> extensions(String hex) throws MalformedMessageException {
        return Extension.decodeAll(Octets.ofHex(hex), 0);
    }

    @Test
    void writesItAsTheFigureHasIt() {
        assertThat(new DynamicHomeAgent(Use.REQUESTED, AGENT).toExtension().encode())
                .isEqualTo(Octets.ofHex("8b 01 0004 c0000209"));
        assertThat(new DynamicHomeAgent(Use.REDIRECTED, AGENT).toExtension().encode())
                .isEqualTo(Octets.ofHex("8b 02 0004 c0000209"));
    }

    @Test
    void readsEitherUseAmongOtherExtensions() throws Exception {
        List<Extension> both = extensions("8303 612e62  8b 01 0004 c0000209  8b 02 0004 0a000001  2004 00000101");
        assertThat(DynamicHomeAgent.in(both, Use.REQUESTED)).contains(AGENT);
        assertThat(DynamicHomeAgent.in(both, Use.REDIRECTED)).contains(Ipv4.parse("10.0.0.1"));
        assertThat(both).extracting(Extension::type).containsExactly(131, 139, 139, 32);
    }

    /** As Wireshark's dissector reads it, and RFC 5944 §1.11 wants it of a type from 128 on. */
    @Test
    void readsTheShortFormatThatOthersGiveIt() throws Exception {
        List<Extension> both = extensions("8b 05 01 c0000209  8b 05 02 0a000001  2004 00000101");
        assertThat(DynamicHomeAgent.in(both, Use.REQUESTED)).contains(AGENT);
        assertThat(DynamicHomeAgent.in(both, Use.REDIRECTED)).contains(Ipv4.parse("10.0.0.1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "8b 00", "8b 04 01 c00002", "8b 05 03 c0000209", "8b 06 01 c0000209 00", "8304 c0000209"})
    void findsNoneInWhatIsNone(String hex) throws Exception {
        assertThat(DynamicHomeAgent.in(extensions(hex), Use.REQUESTED)).isEqualTo(Optional.empty());
    }

    @Test
    void isCutOffBeforeItsLastOctet() {
        Octets whole = Octets.ofHex("8b 01 0004 c0000209");
        for (int size = 4; size < whole.size(); size++) {
            Octets prefix = whole.slice(0, size);
            assertThatThrownBy(() -> Extension.decodeAll(prefix, 0)).isInstanceOf(MalformedMessageException.class);
        }
    }
}
