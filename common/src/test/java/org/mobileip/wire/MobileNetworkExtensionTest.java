package org.mobileip.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.Octets;
import org.mobileip.wire.MobileNetworkAcknowledgement.Code;
import org.mobileip.wire.MobileNetworkAcknowledgement.Mode;

/** The mobile network extensions of RFC 5177 §4, in octets written by hand from its diagrams. */
class MobileNetworkExtensionTest {

    private static final Ipv4Prefix NETWORK = Ipv4Prefix.parse("10.20.3.0/24");

    private static List<Extension> extensions(String hex) throws MalformedMessageException {
        return Extension.decodeAll(Octets.ofHex(hex), 0);
    }

    @Test
    void writesARequestAsTheDiagramHasIt() {
        assertThat(MobileNetworkRequest.of(NETWORK).toExtension().encode())
                .isEqualTo(Octets.ofHex("94 06 00 18 0a140300"));
    }

    @Test
    void writesAcknowledgementsAsTheDiagramHasThem() {
        assertThat(MobileNetworkAcknowledgement.of(Mode.EXPLICIT, Code.SUCCESS, NETWORK)
                        .toExtension()
                        .encode())
                .isEqualTo(Octets.ofHex("94 08 01 00 18 00 0a140300"));
        assertThat(MobileNetworkAcknowledgement.of(Mode.IMPLICIT, Code.FORWARDING_SETUP_FAILED, NETWORK)
                        .toExtension()
                        .encode())
                .isEqualTo(Octets.ofHex("94 08 02 03 18 00 0a140300"));
    }

    @Test
    void readsRequestsInTheirOrderAmongOtherExtensions() throws Exception {
        List<MobileNetworkRequest> read =
                MobileNetworkRequest.allOf(extensions("9406 00 18 0a140300  8303 612e62  00  9406 00 10 c0a80000"));
        assertThat(read)
                .extracting(each -> each.network().orElseThrow().toString())
                .containsExactly("10.20.3.0/24", "192.168.0.0/16");
    }

    @Test
    void readsAcknowledgementsOfBothModesAndIgnoresWhatIsReserved() throws Exception {
        List<MobileNetworkAcknowledgement> read = MobileNetworkAcknowledgement.allOf(
                extensions("9408 01 02 18 ff 0a140300  9408 02 00 0c 00 ac100000  9406 00 18 0a140300"));
        assertThat(read)
                .containsExactly(
                        new MobileNetworkAcknowledgement(Mode.EXPLICIT, new Code(2), 24, Ipv4.parse("10.20.3.0")),
                        new MobileNetworkAcknowledgement(Mode.IMPLICIT, new Code(0), 12, Ipv4.parse("172.16.0.0")));
    }

    @Test
    void leavesOutHostBitsAndKnowsWhatIsNoNetwork() throws Exception {
        List<MobileNetworkRequest> read = MobileNetworkRequest.allOf(
                extensions("9406 00 18 0a1403fe  9406 00 00 0a140300  9406 00 21 0a140300  9406 00 18 00000000"));
        assertThat(read.get(0).network()).contains(NETWORK);
        assertThat(read.get(1).network()).isEmpty();
        assertThat(read.get(2).network()).isEmpty();
        assertThat(read.get(3).isForAny()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"9405 00 18 0a1403", "9407 00 18 0a140300 00", "9401 00"})
    void refusesARequestOfAnotherLength(String hex) {
        assertThatThrownBy(() -> MobileNetworkRequest.allOf(extensions(hex)))
                .isInstanceOf(MalformedMessageException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"9407 01 00 18 00 0a1403", "9409 02 00 18 00 0a140300 00", "9406 01 18 0a140300"})
    void refusesAnAcknowledgementOfAnotherLength(String hex) {
        assertThatThrownBy(() -> MobileNetworkAcknowledgement.allOf(extensions(hex)))
                .isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void stepsOverASubTypeThatNobodyKnows() throws Exception {
        List<Extension> read = extensions("9403 07 0102  9406 00 18 0a140300");
        assertThat(read).hasSize(2);
        assertThat(MobileNetworkRequest.allOf(read)).hasSize(1);
        assertThat(MobileNetworkAcknowledgement.allOf(read)).isEmpty();
    }

    @Test
    void encodesAgainWhatItHasRead() throws Exception {
        String both = "9406 00 18 0a140300 9408 02 00 18 00 0a140300";
        Octets again = extensions(both).stream().map(Extension::encode).reduce(Octets.EMPTY, Octets::plus);
        assertThat(again).isEqualTo(Octets.ofHex(both));
    }
}
