package org.mobileip.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.mobileip.net.Octets;

/** The Service Selection Extension of RFC 5446 §3, in octets written by hand from its diagram. */
class ServiceSelectionTest {

    @Test
    void isWrittenAsTheDiagramHasIt() {
        assertThat(ServiceSelection.of("ims").toExtension().encode()).isEqualTo(Octets.ofHex("97 03 696d73"));
    }

    @Test
    void isReadAmongOthers() throws Exception {
        Octets message = Octets.ofHex("8303 612e62  97 04 766f6970  2004 00000101");
        assertThat(ServiceSelection.in(Extension.decodeAll(message, 0))).contains(ServiceSelection.of("voip"));
        assertThat(ServiceSelection.in(Extension.decodeAll(Octets.ofHex("8303 612e62"), 0)))
                .isEmpty();
    }

    @Test
    void hasALengthThatIsNotZero() throws Exception {
        assertThat(ServiceSelection.in(Extension.decodeAll(Octets.ofHex("97 00"), 0)))
                .isEmpty();
        assertThatThrownBy(() -> ServiceSelection.of("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ServiceSelection.of("a".repeat(256))).isInstanceOf(IllegalArgumentException.class);
        assertThat(ServiceSelection.of("a".repeat(255)).toExtension().size()).isEqualTo(257);
    }

    /** §3: UTF-8, in normalization form KC: U+FB01 is "fi", and e with U+0301 behind it is U+00E9. */
    @Test
    void isInNormalizationFormKc() {
        assertThat(ServiceSelection.of("wi\ufb01").identifier()).isEqualTo(Octets.ofHex("77696669"));
        assertThat(ServiceSelection.of("cafe\u0301").identifier()).isEqualTo(Octets.ofHex("636166c3a9"));
    }

    @Test
    void isShownWithoutWhatCouldChangeALine() {
        assertThat(new ServiceSelection(Octets.ofHex("69 0a 6d 22 73")).text()).isEqualTo("i?m?s");
    }
}
