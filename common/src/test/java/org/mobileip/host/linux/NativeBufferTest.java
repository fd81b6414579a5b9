package org.mobileip.host.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
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
    void keepsWhatItPointsToReachable() throws InterruptedException {
        ReferenceQueue<NativeBuffer> collected = new ReferenceQueue<>();
        Reference<NativeBuffer> target = pointToAnother(collected);
        Reference<NativeBuffer> nobodyPointsHere = new PhantomReference<>(NativeBuffer.allocate(8), collected);

        Reference<?> first = awaitCollected(collected);
        assertThat(first).as("the one that is pointed to stays").isSameAs(nobodyPointsHere);
        assertThat(collected.poll()).isNull();

        buffer.pointTo(8, buffer, 0, 8);
        assertThat(awaitCollected(collected))
                .as("after another pointer in its place")
                .isSameAs(target);
    }

    private Reference<NativeBuffer> pointToAnother(ReferenceQueue<NativeBuffer> collected) {
        NativeBuffer another = NativeBuffer.allocate(8);
        buffer.pointTo(8, another, 0, 8);
        assertThat(buffer.inNativeOrder().getLong(8)).isEqualTo(another.address());
        return new PhantomReference<>(another, collected);
    }

    /** Collects garbage until the first of these is found to be some. */
    private static Reference<?> awaitCollected(ReferenceQueue<NativeBuffer> collected) throws InterruptedException {
        for (int i = 0; i < 100; i++) {
            System.gc();
            Reference<?> reference = collected.remove(50);
            if (reference != null) {
                return reference;
            }
        }
        throw new AssertionError("nothing was collected in 100 collections");
    }

    @Test
    void givesNoAddressBeyondItsEnd() {
        assertThat(buffer.address(4, 12)).isEqualTo(buffer.address() + 4);
        assertThatThrownBy(() -> buffer.address(4, 13)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> buffer.address(-1, 1)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
