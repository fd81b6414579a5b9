package org.mobileip.host.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.mobileip.net.Octets;

final class NativeBufferTest {

    private final NativeBuffer buffer = NativeBuffer.allocate(16);

    @Test
    void isTheSameMemoryInBothOrders() {
        buffer.inNetworkOrder().putInt(4, 0x01020304);

        int expected = ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? 0x01020304 : 0x04030201;
        assertThat(buffer.inNativeOrder().getInt(4)).isEqualTo(expected);
    }

    @Test
    void copiesOctetsInAndOut() {
        buffer.put(3, Octets.ofHex("aabbcc"));

        assertThat(buffer.octets(2, 5)).isEqualTo(Octets.ofHex("00aabbcc00"));
    }

    @Test
    void givesNoAddressBeyondItsEnd() {
        assertThat(buffer.address(4, 12)).isEqualTo(buffer.address() + 4);
        assertThatThrownBy(() -> buffer.address(4, 13)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> buffer.address(-1, 1)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
