package org.mobileip.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mobileip.net.Octets;

/** The extensions and the message of RFC 3519 §3. All octets by hand, from its diagrams. */
class UdpTunnelTest {

    private static final String REQUEST = "01260258 0a0a0039 0a0a0001 c0a80139 eeaf9850 12345678";
    private static final String REPLY = "03000258 0a0a0039 0a0a0001 eeaf9850 12345678";

    private static List<UdpTunnelRequest> requested(String extension) throws Exception {
        return UdpTunnelRequest.allOf(
                RegistrationRequest.decode(Octets.ofHex(REQUEST + extension)).extensions());
    }

    private static List<Extension> replied(String extension) throws Exception {
        return RegistrationReply.decode(Octets.ofHex(REPLY + extension)).extensions();
    }

    @Test
    void writesARequestAsTheDiagramShowsIt() {
        assertThat(new UdpTunnelRequest(false, false, 0, 0).toExtension().encode())
                .isEqualTo(Octets.ofHex("9006 00 00 00 00 0000"));
        assertThat(new UdpTunnelRequest(true, false, 4, 0).toExtension().encode())
                .isEqualTo(Octets.ofHex("9006 00 00 80 04 0000"));
        assertThat(new UdpTunnelRequest(false, true, 47, 0).toExtension().encode())
                .isEqualTo(Octets.ofHex("9006 00 00 40 2f 0000"));
    }

    @Test
    void readsARequestAndWhereItStands() throws Exception {
        assertThat(requested("9006 00 00 80 37 0000")).containsExactly(new UdpTunnelRequest(true, false, 55, 24));
        assertThat(requested("8301ff 9006 00 00 40 00 0000")).containsExactly(new UdpTunnelRequest(false, true, 0, 27));
    }

    @Test
    void ignoresTheFirstTwoReservedFieldsOfARequest() throws Exception {
        assertThat(requested("9006 00 ff bf 04 0000")).containsExactly(new UdpTunnelRequest(true, false, 4, 24));
    }

    @Test
    void skipsARequestWhoseThirdReservedFieldIsNotZero() throws Exception {
        assertThat(requested("9006 00 00 80 04 0001")).isEmpty();
        assertThat(requested("9006 00 00 80 04 8000")).isEmpty();
    }

    @Test
    void skipsARequestOfAnotherSubTypeOrLength() throws Exception {
        assertThat(requested("9006 01 00 80 04 0000")).isEmpty();
        assertThat(requested("9005 00 00 80 04 00")).isEmpty();
        assertThat(requested("9007 00 00 80 04 0000 00")).isEmpty();
        assertThat(requested("9000")).isEmpty();
    }

    @Test
    void readsAReply() throws Exception {
        assertThat(UdpTunnelReply.in(replied("2c06 00 00 0000 006e"))).contains(new UdpTunnelReply(0, false, 110));
        assertThat(UdpTunnelReply.in(replied("2c06 00 00 8000 0000"))).contains(new UdpTunnelReply(0, true, 0));
        assertThat(UdpTunnelReply.in(replied("2c06 00 40 7fff 000a"))).contains(new UdpTunnelReply(64, false, 10));
        assertThat(UdpTunnelReply.in(replied("8301ff"))).isEmpty();
    }

    @Test
    void takesCodesUpTo63ForAssent() {
        for (int code = 0; code <= 255; code++) {
            assertThat(new UdpTunnelReply(code, false, 0).isAssent()).isEqualTo(code <= 63);
        }
    }

    @Test
    void writesAReplyAsTheDiagramShowsIt() {
        assertThat(UdpTunnelReply.accepting(false, 110).toExtension().encode())
                .isEqualTo(Octets.ofHex("2c06 00 00 0000 006e"));
        assertThat(UdpTunnelReply.accepting(true, 65535).toExtension().encode())
                .isEqualTo(Octets.ofHex("2c06 00 00 8000 ffff"));
        assertThat(UdpTunnelReply.declining().toExtension().encode()).isEqualTo(Octets.ofHex("2c06 00 40 0000 0000"));
    }

    @Test
    void mayNotBeSkippedInAReplyAndIsNotKnownInARequest() {
        assertThatThrownBy(() -> replied("2c06 01 00 0000 006e")).isInstanceOf(UnrecognizedExtensionException.class);
        assertThatThrownBy(() -> replied("2c05 00 00 0000 00")).isInstanceOf(MalformedMessageException.class);
        assertThatThrownBy(() -> requested("2c06 00 00 0000 006e")).isInstanceOf(UnrecognizedExtensionException.class);
    }

    @Test
    void readsAndWritesTunnelDataAsTheDiagramShowsIt() throws Exception {
        assertThat(new TunnelData(TunnelData.IP, Octets.ofHex("4500")).encode())
                .isEqualTo(Octets.ofHex("04040000 4500"));
        assertThat(TunnelData.decode(Octets.ofHex("0437ffff 4500")))
                .isEqualTo(new TunnelData(55, Octets.ofHex("4500")));
        assertThat(TunnelData.decode(Octets.ofHex("042f0000"))).isEqualTo(new TunnelData(47, Octets.EMPTY));
        assertThatThrownBy(() -> TunnelData.decode(Octets.ofHex("01040000")))
                .isInstanceOf(MalformedMessageException.class);
        assertThatThrownBy(() -> TunnelData.decode(Octets.ofHex("040400"))).hasMessage("truncated at octet 3");
    }
}
