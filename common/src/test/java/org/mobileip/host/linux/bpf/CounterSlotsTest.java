package org.mobileip.host.linux.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.mobileip.host.HostException;
import org.mobileip.net.Ipv4;

class CounterSlotsTest {

    private static final Ipv4 ONE = Ipv4.parse("10.9.0.1");
    private static final Ipv4 TWO = Ipv4.parse("10.9.0.2");
    private static final Ipv4 THREE = Ipv4.parse("10.9.0.3");

    private final CounterSlots slots = new CounterSlots(2);

    @Test
    void everyHomeAddressHasAKeyOfItsOwn() {
        assertThat(slots.take(ONE)).isZero();
        assertThat(slots.take(TWO)).isEqualTo(1);
        assertThat(slots.of(ONE)).isZero();
        assertThat(slots.of(TWO)).isEqualTo(1);
        assertThat(slots.of(THREE)).isNegative();
    }

    @Test
    void aKeyThatIsGivenBackIsGivenAwayWhenNoOtherIsLeft() {
        slots.take(ONE);
        slots.giveBack(ONE);
        assertThat(slots.of(ONE)).isNegative();
        assertThat(slots.take(TWO)).isEqualTo(1);
        assertThat(slots.take(THREE)).isZero();
    }

    @Test
    void whenAllKeysAreTakenOneMoreIsRefused() {
        slots.take(ONE);
        slots.take(TWO);
        assertThatThrownBy(() -> slots.take(THREE)).isInstanceOf(HostException.class);
        assertThat(slots.of(THREE)).isNegative();
    }

    @Test
    void whoHasNoKeyGivesNoneBack() {
        slots.giveBack(ONE);
        slots.take(TWO);
        slots.take(THREE);
        assertThatThrownBy(() -> slots.take(ONE)).isInstanceOf(HostException.class);
    }
}
