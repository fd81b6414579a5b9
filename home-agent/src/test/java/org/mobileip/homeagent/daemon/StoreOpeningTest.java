package org.mobileip.homeagent.daemon;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.mobileip.homeagent.store.Store;

class StoreOpeningTest {

    @Test
    void aStartThatEndsForAnotherReasonSaysNothingOfAStoreThatItHasNotAskedFor() {
        StoreOpening opening = new StoreOpening(StoreOpeningTest::inUse);

        assertThatCode(opening::close).doesNotThrowAnyException();
    }

    @Test
    void whoAsksForTheStoreIsToldWhyThereIsNone() {
        StoreOpening opening = new StoreOpening(StoreOpeningTest::inUse);

        assertThatThrownBy(opening::take).isInstanceOf(IOException.class).hasMessage("in use by another home agent");
        assertThatCode(opening::close).doesNotThrowAnyException();
    }

    private static Store inUse() throws IOException {
        throw new IOException("in use by another home agent");
    }
}
