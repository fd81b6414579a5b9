package org.mobileip.mobilenode.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mobileip.mobilenode.Memory;
import org.mobileip.wire.Identification;

@Timeout(30)
class ScribeTest {

    private final BlockingQueue<Memory> written = new LinkedBlockingQueue<>();
    private final CountDownLatch isBusy = new CountDownLatch(1);
    private final CountDownLatch isDone = new CountDownLatch(1);

    private static Memory newest(long bits) {
        return new Memory(Optional.of(new Identification(bits)), Map.of());
    }

    private void write(Memory memory) {
        isBusy.countDown();
        try {
            isDone.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        written.add(memory);
    }

    @Test
    void waitsForNoDiskAndWritesTheNewestOfWhatCameMeanwhile() throws InterruptedException {
        Scribe scribe = Scribe.start(this::write);
        scribe.remember(newest(1));
        isBusy.await();
        scribe.remember(newest(2));
        scribe.remember(newest(3));
        assertThat(written).as("the disk is stuck, and nobody waits").isEmpty();
        isDone.countDown();
        scribe.close();
        assertThat(written).containsExactly(newest(1), newest(3));
    }

    @Test
    void endsWhenThereIsNothingToWrite() {
        Scribe.start(this::write).close();
        assertThat(written).isEmpty();
    }
}
