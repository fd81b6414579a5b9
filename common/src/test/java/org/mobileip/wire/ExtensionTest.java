package org.mobileip.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mobileip.net.Octets;
import org.mobileip.wire.AuthenticationExtension.Kind;
import org.mobileip.wire.ExtensionSpace.Format;
import org.mobileip.wire.ExtensionSpace.Layout;

/** The rules of RFC 5944 §1.8 to §1.11. All octets by hand. */
class ExtensionTest {

    @Test
    void findsEachExtensionWhereItStandsInTheMessage() throws Exception {
        Octets message = Octets.ofHex("ffffff 8302cafe 2004 00000100");
        assertThat(Extension.decodeAll(message, 3))
                .containsExactly(
                        new Extension(0x83, -1, 3, 7, Octets.ofHex("cafe")),
                        new Extension(32, -1, 7, 13, Octets.ofHex("00000100")));
    }

    @Test
    void endsWithTheMessageAndNeedsNoTerminator() throws Exception {
        assertThat(Extension.decodeAll(Octets.ofHex("ffffff"), 3)).isEmpty();
        assertThat(Extension.decodeAll(Octets.EMPTY, 0)).isEmpty();
    }

    @Test
    void takesPaddingForOneOctetWithoutALength() throws Exception {
        // A zero is never the beginning of a length: 00 00 is two octets of padding, and 00 84 one before type 132.
        Octets message = Octets.ofHex("00 8400 00 00 8401ff 00");
        assertThat(Extension.decodeAll(message, 0))
                .containsExactly(
                        new Extension(0x84, -1, 1, 3, Octets.EMPTY), new Extension(0x84, -1, 5, 8, Octets.ofHex("ff")));
    }

    @Test
    void skipsAnUnknownTypeFrom128ByItsLength() throws Exception {
        for (int type = 128; type <= 255; type++) {
            Octets message = Octets.ofHex("%02x03010203 2004 00000100".formatted(type));
            List<Extension> extensions = Extension.decodeAll(message, 0);
            assertThat(extensions.get(0).isSkippable()).isTrue();
            assertThat(extensions.get(0).data()).isEqualTo(Octets.ofHex("010203"));
            assertThat(extensions.get(1).type()).isEqualTo(32);
        }
    }

    @Test
    void tellsAnUnknownTypeBelow128ApartFromAMalformedMessage() {
        for (int type = 1; type <= 127; type++) {
            int unknown = type;
            Octets message = Octets.ofHex("8400 %02x04 00000100".formatted(type));
            boolean isKnown = (type >= 32 && type <= 34) || type == 38;
            if (!isKnown) {
                assertThatThrownBy(() -> Extension.decodeAll(message, 0))
                        .isInstanceOfSatisfying(
                                UnrecognizedExtensionException.class,
                                thrown -> assertThat(thrown.type()).isEqualTo(unknown))
                        .hasMessage("unrecognized extension type " + type + " at octet 2");
            }
        }
    }

    @Test
    void refusesAnExtensionThatRunsPastTheEnd() {
        assertMalformed("8401", "extension 132 at octet 0 ends at octet 3, the message at 2");
        assertMalformed("84ff00", "extension 132 at octet 0 ends at octet 257, the message at 3");
        assertMalformed("00 20 14 00000100", "extension 32 at octet 1 ends at octet 23, the message at 7");
    }

    @Test
    void refusesAnExtensionWithoutALength() {
        assertMalformed("84", "truncated at octet 1");
        assertMalformed("8400 20", "truncated at octet 3");
    }

    @Test
    void refusesAnAuthenticationExtensionWithoutRoomForItsIndex() {
        for (String type : new String[] {"20", "21", "22"}) {
            assertMalformed(type + "03 000001", "extension %d at octet 0 is too short".formatted(hex(type)));
            assertMalformed(type + "00", "extension %d at octet 0 is too short".formatted(hex(type)));
        }
    }

    @Test
    void readsTheShortAndTheLongFormatOfKnownTypes() throws Exception {
        ExtensionSpace space = new ExtensionSpace(Map.of(
                36, new Layout(Format.LONG, 4), 44, new Layout(Format.SHORT, 0), 144, new Layout(Format.SHORT, 5)));
        Octets message = Octets.ofHex("24 01 0004 00000002" + "2c 01 00" + "90 06 00 0102030405");
        List<Extension> extensions = space.decodeAll(message, 0);
        assertThat(extensions)
                .containsExactly(
                        new Extension(36, 1, 0, 8, Octets.ofHex("00000002")),
                        new Extension(44, 0, 8, 11, Octets.EMPTY),
                        new Extension(144, 0, 11, 19, Octets.ofHex("0102030405")));
        assertThat(extensions
                        .get(0)
                        .encode()
                        .plus(extensions.get(1).encode())
                        .plus(extensions.get(2).encode()))
                .isEqualTo(message);
    }

    @Test
    void refusesAShortFormatWithoutRoomForItsSubtype() {
        ExtensionSpace space = new ExtensionSpace(Map.of(144, new Layout(Format.SHORT, 0)));
        assertThatThrownBy(() -> space.decodeAll(Octets.ofHex("9000 8400"), 0))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessage("extension 144 at octet 0 is too short");
    }

    @Test
    void readsALongFormatOfMoreThan256Octets() throws Exception {
        ExtensionSpace space = new ExtensionSpace(Map.of(36, new Layout(Format.LONG, 4)));
        Octets message = Octets.ofHex("24 07 012c" + "ab".repeat(300));
        assertThat(space.decodeAll(message, 0))
                .containsExactly(Extension.ofLong(36, 7, Octets.ofHex("ab".repeat(300))));
        assertThat(Extension.ofLong(36, 7, Octets.ofHex("ab".repeat(300))).encode())
                .isEqualTo(message);
        assertThatThrownBy(() -> space.decodeAll(message.slice(0, 303), 0))
                .hasMessage("extension 36 at octet 0 ends at octet 304, the message at 303");
    }

    @Test
    void countsTheSubtypeInTheLengthOfAShortFormatOnly() {
        assertThat(Extension.of(0x83, Octets.ofHex("cafe")).encode()).isEqualTo(Octets.ofHex("83 02 cafe"));
        assertThat(Extension.ofShort(0x90, 0, Octets.ofHex("0102030405")).encode())
                .isEqualTo(Octets.ofHex("90 06 00 0102030405"));
        assertThat(Extension.ofLong(36, 1, Octets.ofHex("00000002")).encode())
                .isEqualTo(Octets.ofHex("24 01 0004 00000002"));
    }

    @Test
    void makesNoExtensionThatItsLengthCannotSay() {
        Octets tooLong = Octets.ofHex("00".repeat(256));
        assertThatThrownBy(() -> Extension.of(0x83, tooLong)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Extension.ofShort(0x90, 0, tooLong.slice(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Extension.ofLong(0x90, 0, Octets.EMPTY)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Extension.of(0, Octets.EMPTY)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Extension.of(256, Octets.EMPTY)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void readsAuthenticationExtensionsInTheirOrder() throws Exception {
        Octets message = Octets.ofHex("8400 2008 00000100 01020304 22 06 ffffffff aabb 2104 00000101");
        List<Extension> extensions = Extension.decodeAll(message, 0);
        List<AuthenticationExtension> all = AuthenticationExtension.allOf(extensions);
        assertThat(all)
                .containsExactly(
                        new AuthenticationExtension(Kind.MOBILE_HOME, 0x100, Octets.ofHex("01020304"), 2),
                        new AuthenticationExtension(Kind.FOREIGN_HOME, -1, Octets.ofHex("aabb"), 12),
                        new AuthenticationExtension(Kind.MOBILE_FOREIGN, 0x101, Octets.EMPTY, 20));
        assertThat(all).extracting(AuthenticationExtension::protectedSize).containsExactly(8, 18, 26);
        assertThat(all.stream().map(AuthenticationExtension::toExtension).toList())
                .isEqualTo(extensions.subList(1, 4));
        assertThat(AuthenticationExtension.allOf(extensions, Kind.FOREIGN_HOME)).containsExactly(all.get(1));
    }

    /** RFC 4721 §5: type 36, sub-type, a length of 16 bits that counts neither, then the SPI. */
    @Test
    void readsAGeneralizedAuthenticationExtension() throws Exception {
        Octets message = Octets.ofHex("8400 2401 0006 00000002 aabb");
        List<Extension> extensions = Extension.decodeAll(message, 0);
        AuthenticationExtension toAaa = new AuthenticationExtension(Kind.MOBILE_AAA, 2, Octets.ofHex("aabb"), 2);
        assertThat(AuthenticationExtension.allOf(extensions)).containsExactly(toAaa);
        assertThat(toAaa.protectedSize()).isEqualTo(10);
        assertThat(toAaa.toExtension()).isEqualTo(extensions.get(1));
        assertThat(toAaa.toExtension().encode()).isEqualTo(message.slice(2));
        assertThat(AuthenticationExtension.header(Kind.MOBILE_AAA, 2, 2)).isEqualTo(message.slice(2, 10));
    }

    @Test
    void refusesAGeneralizedAuthenticationExtensionOfAnotherSubtypeOrWithoutAnIndex() {
        for (int subtype : new int[] {0, 2, 3, 4, 255}) {
            Octets message = Octets.ofHex("24%02x 0004 00000100".formatted(subtype));
            assertThatThrownBy(() -> Extension.decodeAll(message, 0))
                    .isInstanceOf(UnrecognizedExtensionException.class);
        }
        assertMalformed("2401 0003 000001", "extension 36 at octet 0 is too short");
    }

    /** RFC 5944 §3.5.2, §1.6: what makes a request acceptable to a home agent that asks no AAA server. */
    @Test
    void takesMobileHomeAloneForAuthorizationEnabling() {
        for (Kind kind : Kind.values()) {
            assertThat(kind.isAuthorizationEnabling()).isEqualTo(kind == Kind.MOBILE_HOME);
        }
    }

    @Test
    void writesTheHeaderOfEachKindBeforeItsAuthenticator() {
        assertThat(AuthenticationExtension.header(Kind.MOBILE_HOME, 0x100, 16))
                .isEqualTo(Octets.ofHex("2014 00000100"));
        assertThat(AuthenticationExtension.header(Kind.MOBILE_FOREIGN, -1, 0)).isEqualTo(Octets.ofHex("2104 ffffffff"));
        assertThat(AuthenticationExtension.header(Kind.FOREIGN_HOME, 0x89abcdef, 32))
                .isEqualTo(Octets.ofHex("2224 89abcdef"));
    }

    private static int hex(String digits) {
        return Integer.parseInt(digits, 16);
    }

    private static void assertMalformed(String message, String says) {
        assertThatThrownBy(() -> Extension.decodeAll(Octets.ofHex(message), 0))
                .isExactlyInstanceOf(MalformedMessageException.class)
                .hasMessage(says);
    }
}
