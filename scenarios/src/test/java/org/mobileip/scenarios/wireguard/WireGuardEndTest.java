package org.mobileip.scenarios.wireguard;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class WireGuardEndTest {

    /** RFC 7748 §5: coordinates are written with the least significant octet first. */
    @Test
    void aPublicKeyIsWrittenLeastSignificantOctetFirst() {
        assertThat(WireGuardEnd.hex(BigInteger.valueOf(0x0109))).isEqualTo("0901" + "00".repeat(30));
    }

    @Test
    void eachEndHasAKeyOfItsOwn() {
        String one = new WireGuardEnd("wg0").publicKey();
        assertThat(one).hasSize(64).isNotEqualTo(new WireGuardEnd("wg1").publicKey());
    }
}
