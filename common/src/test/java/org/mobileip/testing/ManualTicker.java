package org.mobileip.testing;

import java.time.Duration;
import org.mobileip.time.Tick;
import org.mobileip.time.Ticker;

/** A clock that moves when the test says so. */
public final class ManualTicker implements Ticker {

    private Tick now = new Tick(0);

    @Override
    public Tick now() {
        return now;
    }

    public void advance(Duration by) {
        now = now.plus(by);
    }
}
