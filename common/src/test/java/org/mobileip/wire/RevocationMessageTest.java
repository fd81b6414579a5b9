package org.mobileip.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;

/** The messages and the extension of RFC 3543 §3.2 to §3.4, in octets written by hand from its diagrams. */
class RevocationMessageTest {

    private static final Octets REVOCATION = Octets.ofHex("07 00 c000 0a0a0039 0a0a0001 c000022c dc12c501");
    private static final Octets ACKNOWLEDGEMENT = Octets.ofHex("0f 00 8000 0a0a0039 dc12c501");
    private static final Ipv4 HOME = Ipv4.parse("10.10.0.57");

    @Test
    void readsAndWritesARevocation() throws Exception {
        RegistrationRevocation read = RegistrationRevocation.decode(REVOCATION);
        assertThat(read)
                .isEqualTo(new RegistrationRevocation(
                        true, true, HOME, Ipv4.parse("10.10.0.1"), Ipv4.parse("192.0.2.44"), 0xdc12c501, List.of()));
        assertThat(read.encode()).isEqualTo(REVOCATION);
    }

    @Test
    void tellsTheTwoBitsApartAndIgnoresWhatIsReserved() throws Exception {
        Octets onlyA = Octets.ofHex("07 ff bfff 0a0a0039 0a0a0001 c000022c dc12c501");
        assertThat(RegistrationRevocation.decode(onlyA).fromHomeAgent()).isTrue();
        assertThat(RegistrationRevocation.decode(onlyA).inform()).isFalse();
        Octets onlyI = Octets.ofHex("07 00 7fff 0a0a0039 0a0a0001 c000022c dc12c501");
        assertThat(RegistrationRevocation.decode(onlyI).fromHomeAgent()).isFalse();
        assertThat(RegistrationRevocation.decode(onlyI).inform()).isTrue();
        assertThat(RegistrationRevocation.decode(onlyA).encode())
                .isEqualTo(Octets.ofHex("07 00 8000 0a0a0039 0a0a0001 c000022c dc12c501"));
    }

    @Test
    void readsAndWritesAnAcknowledgement() throws Exception {
        RevocationAcknowledgement read = RevocationAcknowledgement.decode(ACKNOWLEDGEMENT);
        assertThat(read).isEqualTo(new RevocationAcknowledgement(true, HOME, 0xdc12c501, List.of()));
        assertThat(read.encode()).isEqualTo(ACKNOWLEDGEMENT);
        assertThat(RevocationAcknowledgement.decode(Octets.ofHex("0f ff 7fff 0a0a0039 dc12c501"))
                        .inform())
                .isFalse();
    }

    @Test
    void readsAndWritesTheExtension() throws Exception {
        Octets octets = Octets.ofHex("89 06 8000 dc12c500");
        List<Extension> extensions = Extension.decodeAll(octets, 0);
        assertThat(RevocationSupport.in(extensions)).contains(new RevocationSupport(true, 0xdc12c500));
        assertThat(new RevocationSupport(true, 0xdc12c500).toExtension().encode())
                .isEqualTo(octets);
        assertThat(RevocationSupport.in(Extension.decodeAll(Octets.ofHex("89 08 0000 00000007 ffff"), 0)))
                .as("a longer one of later times")
                .contains(new RevocationSupport(false, 7));
        assertThat(RevocationSupport.in(Extension.decodeAll(Octets.ofHex("89 05 0000 000000"), 0)))
                .isEmpty();
    }

    @Test
    void refusesOtherMessagesAndWhatIsCutShort() {
        assertThatThrownBy(() -> RegistrationRevocation.decode(ACKNOWLEDGEMENT))
                .isInstanceOf(MalformedMessageException.class);
        assertThatThrownBy(() -> RevocationAcknowledgement.decode(REVOCATION))
                .isInstanceOf(MalformedMessageException.class);
        assertThatThrownBy(() -> RegistrationRevocation.decode(REVOCATION.slice(0, 19)))
                .hasMessage("truncated at octet 19");
        assertThatThrownBy(() -> RevocationAcknowledgement.decode(ACKNOWLEDGEMENT.slice(0, 11)))
                .hasMessage("truncated at octet 11");
    }
}
