package org.mobileip.host.linux.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.mobileip.host.HostException;
import org.mobileip.host.linux.Errno;
import org.mobileip.net.Ipv4;

class LeftOutTest {

    private static final Ipv4 ONE = Ipv4.parse("10.9.0.1");
    private static final Ipv4 TWO = Ipv4.parse("10.9.0.2");
    private final HostException full = new HostException("full", Errno.E2BIG);

    private final LeftOut leftOut = new LeftOut();

    @Test
    void whoCameFirstWaitsLongest() {
        leftOut.add(ONE, full);
        leftOut.add(TWO, full);
        leftOut.add(ONE, full);
        assertThat(leftOut.first()).contains(ONE);
        assertThat(leftOut.size()).isEqualTo(2);
        leftOut.remove(ONE);
        assertThat(leftOut.first()).contains(TWO);
        assertThat(leftOut.shortage()).contains(full);
    }

    @Test
    void whenNobodyIsLeftOutThereIsNoShortage() {
        leftOut.add(ONE, full);
        leftOut.remove(ONE);
        leftOut.remove(TWO);
        assertThat(leftOut.first()).isEmpty();
        assertThat(leftOut.shortage()).isEmpty();
        assertThat(leftOut.contains(ONE)).isFalse();
    }

    @Test
    void whoWasTriedWaitsBehindTheOthers() {
        leftOut.add(ONE, full);
        leftOut.add(TWO, full);
        leftOut.putLast(TWO);
        assertThat(leftOut.first()).contains(ONE);
        leftOut.putLast(ONE);
        assertThat(leftOut.first()).contains(TWO);
        assertThat(leftOut.size()).isEqualTo(2);
    }
}
