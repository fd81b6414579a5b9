package org.mobileip.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mobileip.net.Octets;
import org.mobileip.wire.CarriedIdentity.Owner;

/** The NAI Carrying Extension of RFC 3846 §3, in octets written by hand from its diagram. */
class CarriedIdentityTest {

    private static final NetworkAccessIdentifier NAI = NetworkAccessIdentifier.of("a@b.c");

    /** "This field MUST be set to 1 plus the total length of the NAI field." */
    @Test
    void isWrittenAsTheDiagramHasIt() {
        assertThat(new CarriedIdentity(Owner.HOME_AGENT, NAI).toExtension().encode())
                .isEqualTo(Octets.ofHex("88 06 01 6140622e63"));
        assertThat(new CarriedIdentity(Owner.AAA_SERVER, NAI).toExtension().encode())
                .isEqualTo(Octets.ofHex("88 06 02 6140622e63"));
    }

    @Test
    void isReadBySubtypeAmongOthers() throws Exception {
        List<Extension> all = Extension.decodeAll(
                Octets.ofHex("88 02 03 78  88 01 01  88 00  88 06 02 6140622e63  88 04 01 784079  2004 00000101"), 0);
        assertThat(CarriedIdentity.in(all, Owner.AAA_SERVER)).contains(new CarriedIdentity(Owner.AAA_SERVER, NAI));
        assertThat(CarriedIdentity.in(all, Owner.HOME_AGENT))
                .contains(new CarriedIdentity(Owner.HOME_AGENT, NetworkAccessIdentifier.of("x@y")));
        assertThat(CarriedIdentity.in(all.subList(0, 3), Owner.HOME_AGENT)).isEmpty();
    }

    @Test
    void isNoLongerThanItsLengthCanSay() {
        NetworkAccessIdentifier longest = NetworkAccessIdentifier.of("a".repeat(254));
        assertThat(new CarriedIdentity(Owner.HOME_AGENT, longest).toExtension().size())
                .isEqualTo(257);
        NetworkAccessIdentifier tooLong = NetworkAccessIdentifier.of("a".repeat(255));
        assertThatThrownBy(() -> new CarriedIdentity(Owner.HOME_AGENT, tooLong))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
