package org.mobileip.homeagent.store;

import java.io.IOException;

/** What is asked for one by one is kept as one picture only. */
public final class CompactedException extends IOException {

    private static final long serialVersionUID = 1;

    CompactedException(long index) {
        super("the batches behind " + index + " are not kept one by one any more");
    }
}
