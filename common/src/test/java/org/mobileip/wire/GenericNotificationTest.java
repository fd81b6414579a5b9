package org.mobileip.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.wire.GenericNotification.Direction;

/** The messages of RFC 6098 §4.1 and §4.2, in octets written by hand from their diagrams. */
class GenericNotificationTest {

    private static final String FIXED = " 0a0a0039 0a0a0001 c000022c dc12c500 40000000";
    private static final String TEXT = " 91 03 01 4869";
    private static final Identification STAMP = Identification.of(0xdc12c500, 0x40000000);
    private static final Ipv4 HOME = Ipv4.parse("10.10.0.57");
    private static final Ipv4 AGENT = Ipv4.parse("10.10.0.1");
    private static final Ipv4 CARE_OF = Ipv4.parse("192.0.2.44");

    @Test
    void writesANotificationAsTheDiagramHasIt() {
        GenericNotification message = new GenericNotification(
                Direction.HOME_AGENT_TO_NODE,
                true,
                HOME,
                AGENT,
                CARE_OF,
                STAMP,
                List.of(MessageString.ofHomeAgent("Hi").toExtension()));
        assertThat(message.encode()).isEqualTo(Octets.ofHex("16 00 8000" + FIXED + TEXT));
    }

    @Test
    void readsANotificationAndIgnoresWhatIsReserved() throws Exception {
        GenericNotification message = GenericNotification.decode(Octets.ofHex("16 02 7fff" + FIXED + TEXT));
        assertThat(message.direction()).isEqualTo(Direction.NODE_TO_HOME_AGENT);
        assertThat(message.wantsAcknowledgement()).isFalse();
        assertThat(message.homeAddress()).isEqualTo(HOME);
        assertThat(message.homeAgent()).isEqualTo(AGENT);
        assertThat(message.careOfAddress()).isEqualTo(CARE_OF);
        assertThat(message.identification()).isEqualTo(STAMP);
        assertThat(message.words().orElseThrow().text()).isEqualTo("Hi");
        assertThat(GenericNotification.decode(Octets.ofHex("16 00 8000" + FIXED))
                        .wantsAcknowledgement())
                .isTrue();
    }

    @Test
    void readsTheSixDirections() throws Exception {
        for (int i = 0; i < 6; i++) {
            assertThat(GenericNotification.decode(Octets.ofHex("16 %02x 0000".formatted(i) + FIXED))
                            .direction()
                            .value())
                    .isEqualTo(i);
        }
        assertThatThrownBy(() -> GenericNotification.decode(Octets.ofHex("16 06 0000" + FIXED)))
                .isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void writesAnAcknowledgementAsTheDiagramHasIt() throws Exception {
        GenericNotification message = GenericNotification.decode(Octets.ofHex("16 00 8000" + FIXED + TEXT));
        assertThat(message.answer(Direction.NODE_TO_HOME_AGENT, new NotificationCode(197), STAMP)
                        .encode())
                .isEqualTo(Octets.ofHex("17 02 c5 00" + FIXED));
    }

    @Test
    void readsAnAcknowledgement() throws Exception {
        NotificationAcknowledgement message = NotificationAcknowledgement.decode(
                Octets.ofHex("17 02 c1 ff" + FIXED + "2014 00000101" + "00".repeat(16)));
        assertThat(message.direction()).isEqualTo(Direction.NODE_TO_HOME_AGENT);
        assertThat(message.code()).isEqualTo(new NotificationCode(193));
        assertThat(message.homeAddress()).isEqualTo(HOME);
        assertThat(message.homeAgent()).isEqualTo(AGENT);
        assertThat(message.careOfAddress()).isEqualTo(CARE_OF);
        assertThat(message.identification()).isEqualTo(STAMP);
        assertThat(message.extensions()).extracting(Extension::type).containsExactly(32);
    }

    /** §4.2's table, and the names of the codes that the agents use. */
    @ParameterizedTest
    @CsvSource({
        "0, notification accepted",
        "64, reason unspecified",
        "129, administratively prohibited",
        "194, insufficient resources",
        "131, mobile node failed authentication",
        "195, foreign agent failed authentication",
        "196, home agent failed authentication",
        "69, notification identification mismatch",
        "133, notification identification mismatch",
        "197, notification identification mismatch",
        "70, unassigned",
        "134, unassigned"
    })
    void knowsTheCodes(int value, String meaning) {
        assertThat(new NotificationCode(value).meaning()).isEqualTo(meaning);
        assertThat(new NotificationCode(value).isAccepted()).isEqualTo(value == 0);
    }

    /** §6: 32, 33, 34 and 145, and no others. */
    @ParameterizedTest
    @CsvSource({
        "2008 00000101 01020304, true",
        "9103 01 4869, true",
        "8303 612e62, false",
        "c800, false",
        "8906 0000 dc12c500, false"
    })
    void knowsWhatMayBeInIt(String extension, boolean isPermitted) throws Exception {
        assertThat(GenericNotification.decode(Octets.ofHex("16 00 8000" + FIXED + extension))
                        .hasPermittedExtensionsOnly())
                .isEqualTo(isPermitted);
    }

    @ParameterizedTest
    @ValueSource(ints = {22, 23})
    void isCutOffAtEveryOctetOfItsFixedPart(int type) {
        Octets whole = Octets.ofHex("%02x 00 0000".formatted(type) + FIXED);
        for (int size = 0; size < whole.size(); size++) {
            Octets prefix = whole.slice(0, size);
            assertThatThrownBy(() -> decode(type, prefix)).isInstanceOf(MalformedMessageException.class);
        }
        assertThatThrownBy(() -> decode(45 - type, whole)).isInstanceOf(MalformedMessageException.class);
    }

    private static Record decode(int type, Octets octets) throws MalformedMessageException {
        return type == 22 ? GenericNotification.decode(octets) : NotificationAcknowledgement.decode(octets);
    }
}
