package org.mobileip.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;

/** Requests and replies, written out by hand from the diagrams of RFC 5944 §3.3 and §3.4. */
class RegistrationMessageTest {

    /** Another implementation's. */
    private static final Octets REQUEST = Octets.ofHex("01 2a 03e8 0a01010a 0a010114 0a01020f dc12c500 40000000"
            + "20 14 00000100 5a61abbecc2b798de5c5418a2cc3c9d5");

    private static final Octets REPLY =
            Octets.ofHex("03 85 0258 0a0a0039 0a0a0001 eeaf9850 12345678" + "20 06 00000101 cafe 00 83 01 07");

    @Test
    void readsARequestOfAnotherImplementation() throws Exception {
        RegistrationRequest request = RegistrationRequest.decode(REQUEST);
        assertThat(request.flags()).hasToString("D|G|T");
        assertThat(request.lifetime()).isEqualTo(new Lifetime(1000));
        assertThat(request.homeAddress()).isEqualTo(Ipv4.parse("10.1.1.10"));
        assertThat(request.homeAgent()).isEqualTo(Ipv4.parse("10.1.1.20"));
        assertThat(request.careOfAddress()).isEqualTo(Ipv4.parse("10.1.2.15"));
        assertThat(request.identification()).isEqualTo(new Identification(0xdc12c500_40000000L));
        assertThat(request.extensions())
                .containsExactly(
                        new Extension(32, -1, 24, 46, Octets.ofHex("00000100 5a61abbecc2b798de5c5418a2cc3c9d5")));
        assertThat(request.authenticationExtensions())
                .extracting(AuthenticationExtension::spi)
                .containsExactly(256);
        assertThat(request.encode()).isEqualTo(REQUEST);
    }

    @Test
    void readsAReplyWithPaddingAndAnExtensionBehindTheAuthenticator() throws Exception {
        RegistrationReply reply = RegistrationReply.decode(REPLY);
        assertThat(reply.code()).isEqualTo(ReplyCode.IDENTIFICATION_MISMATCH);
        assertThat(reply.lifetime()).isEqualTo(new Lifetime(600));
        assertThat(reply.homeAddress()).isEqualTo(Ipv4.parse("10.10.0.57"));
        assertThat(reply.homeAgent()).isEqualTo(Ipv4.parse("10.10.0.1"));
        assertThat(reply.identification()).isEqualTo(Identification.of(0xeeaf9850, 0x12345678));
        assertThat(reply.extensions())
                .containsExactly(
                        new Extension(32, -1, 20, 28, Octets.ofHex("00000101cafe")),
                        new Extension(0x83, -1, 29, 32, Octets.ofHex("07")));
        assertThat(reply.authenticationExtensions())
                .extracting(AuthenticationExtension::offset)
                .containsExactly(20);
    }

    @Test
    void writesAReplyWithItsExtensionsInTheirOrder() {
        RegistrationReply reply = new RegistrationReply(
                ReplyCode.ACCEPTED,
                Lifetime.INFINITE,
                Ipv4.parse("10.10.0.57"),
                Ipv4.parse("10.10.0.1"),
                Identification.of(0xeeaf9850, 0x12345678),
                List.of(Extension.of(0x83, Octets.ofHex("07")), Extension.of(0x84, Octets.EMPTY)));
        assertThat(reply.encode())
                .isEqualTo(Octets.ofHex("03 00 ffff 0a0a0039 0a0a0001 eeaf9850 12345678 830107 8400"));
    }

    @Test
    void keepsEveryFlagIncludingTheReservedOnes() throws Exception {
        for (int bits = 0; bits < 256; bits++) {
            byte[] octets = REQUEST.toArray();
            octets[1] = (byte) bits;
            RequestFlags flags = RegistrationRequest.decode(Octets.of(octets)).flags();
            assertThat(flags).isEqualTo(new RequestFlags(bits));
        }
        assertThat(new RequestFlags(0xff)).hasToString("S|B|D|M|G|r|T|x");
        assertThat(RequestFlags.NONE).hasToString("none");
        assertThat(new RequestFlags(0x04).reservedR()).isTrue();
        assertThat(new RequestFlags(0x04).reservedX()).isFalse();
        assertThat(new RequestFlags(0x01).reservedX()).isTrue();
        assertThat(new RequestFlags(0xc0).simultaneousBindings()).isTrue();
        assertThat(new RequestFlags(0x7f).simultaneousBindings()).isFalse();
    }

    @Test
    void combinesFlags() {
        RequestFlags both = RequestFlags.DECAPSULATION_BY_MOBILE_NODE.with(RequestFlags.REVERSE_TUNNELING);
        assertThat(both).isEqualTo(new RequestFlags(0x22));
        assertThat(both.without(RequestFlags.REVERSE_TUNNELING)).isEqualTo(new RequestFlags(0x20));
    }

    @Test
    void decodesWhicheverControlMessageItIs() throws Exception {
        assertThat(ControlMessage.decode(REQUEST)).isInstanceOf(RegistrationRequest.class);
        assertThat(ControlMessage.decode(REPLY)).isInstanceOf(RegistrationReply.class);
        assertThatThrownBy(() -> ControlMessage.decode(Octets.EMPTY)).hasMessage("truncated at octet 0");
        assertThatThrownBy(() -> ControlMessage.decode(Octets.ofHex("04".repeat(30))))
                .isExactlyInstanceOf(MalformedMessageException.class)
                .hasMessage("message type 4 is not known here");
    }

    @Test
    void refusesOneForTheOther() {
        assertThatThrownBy(() -> RegistrationRequest.decode(REPLY))
                .hasMessage("message type 3 is no Registration Request");
        assertThatThrownBy(() -> RegistrationReply.decode(REQUEST))
                .hasMessage("message type 1 is no Registration Reply");
    }

    @Test
    void saysWhereATruncatedMessageEnds() {
        assertThatThrownBy(() -> RegistrationRequest.decode(REQUEST.slice(0, 17)))
                .hasMessage("truncated at octet 17");
        assertThatThrownBy(() -> RegistrationReply.decode(REPLY.slice(0, 19))).hasMessage("truncated at octet 19");
    }

    @Test
    void knowsTheCodesOfTheHomeAgentAndOfForeignAgentsApart() {
        for (int value = 0; value < 256; value++) {
            ReplyCode code = new ReplyCode(value);
            assertThat(code.isAccepted()).as("code " + value).isEqualTo(value == 0 || value == 1);
            assertThat(code.isFromForeignAgent())
                    .as("code " + value)
                    .isEqualTo((value >= 64 && value <= 127) || value == 194);
        }
    }

    @Test
    void saysTheRfcsWordsForACode() {
        assertThat(new ReplyCode(133)).hasToString("133 registration identification mismatch");
        assertThat(new ReplyCode(69).meaning()).isEqualTo("requested lifetime too long");
        assertThat(new ReplyCode(131).meaning()).isEqualTo("mobile node failed authentication");
        assertThat(new ReplyCode(138).meaning()).isEqualTo("reverse tunnel is mandatory and T bit not set");
        assertThat(new ReplyCode(200)).hasToString("200 unassigned");
    }
}
