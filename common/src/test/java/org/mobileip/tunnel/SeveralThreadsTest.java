package org.mobileip.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.mobileip.time.Tick;

/** What the threads of several queues do at the same time for one home address. */
class SeveralThreadsTest {

    private static final int THREADS = 4;
    private static final int TIMES = 200_000;

    private static void together(Runnable each) throws Exception {
        CyclicBarrier begin = new CyclicBarrier(THREADS);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            threads.add(new Thread(() -> {
                try {
                    begin.await();
                } catch (Exception broken) {
                    throw new IllegalStateException(broken);
                }
                for (int time = 0; time < TIMES; time++) {
                    each.run();
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
    }

    @Test
    void noPacketIsCountedTwiceOrNotAtAll() throws Exception {
        FlowCounters counters = new FlowCounters();
        together(() -> {
            counters.encapsulatedBesideOthers(100);
            counters.decapsulatedBesideOthers(2, 300);
        });
        assertThat(counters.encapsulatedPackets()).isEqualTo(THREADS * TIMES);
        assertThat(counters.encapsulatedOctets()).isEqualTo(100L * THREADS * TIMES);
        assertThat(counters.decapsulatedPackets()).isEqualTo(2L * THREADS * TIMES);
        assertThat(counters.decapsulatedOctets()).isEqualTo(300L * THREADS * TIMES);
    }

    /** T12: a tenth of a second's worth, a hundred datagrams of 1000 octets, and not one for each thread. */
    @Test
    void noMorePassesForAHomeAddressThanWithOneThread() throws Exception {
        RateCap cap = new RateCap(8_000_000);
        AtomicInteger passed = new AtomicInteger();
        together(() -> {
            if (cap.take(1000, new Tick(0))) {
                passed.incrementAndGet();
            }
        });
        assertThat(passed.get()).isBetween(100, 101);
    }
}
