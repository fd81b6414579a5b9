package org.mobileip.homeagent.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.homeagent.store.LoadedStore;

class StoreOpeningTest {

    private static final int MOST_COLLECTIONS = 10;

    @TempDir
    private Path state = Path.of("");

    @Test
    void aStartThatEndsForAnotherReasonSaysNothingOfAStoreThatItHasNotAskedFor() throws IOException {
        try (LoadedStore others = LoadedStore.of(state)) {
            assertThat(others).isNotNull();
            StoreOpening opening = StoreOpening.of(Optional.of(state));
            assertThatCode(opening::close).doesNotThrowAnyException();
        }
    }

    @Test
    void whoAsksForTheStoreIsToldWhyThereIsNone() throws IOException {
        try (LoadedStore others = LoadedStore.of(state)) {
            assertThat(others).isNotNull();
            StoreOpening opening = StoreOpening.of(Optional.of(state));
            assertThatThrownBy(opening::take)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("in use by another home agent");
            assertThatCode(opening::close).doesNotThrowAnyException();
        }
    }

    @Test
    void whatNobodyHasAskedForIsGivenBackAndWhatWasTakenIsLeftAlone() throws IOException {
        StoreOpening.of(Optional.of(state)).close();
        StoreOpening opening = StoreOpening.of(Optional.of(state));
        try (LoadedStore taken = opening.take().orElseThrow()) {
            assertThat(taken).isNotNull();
            opening.close();
            assertThatThrownBy(() -> LoadedStore.of(state)).hasMessageContaining("in use by another home agent");
        }
        LoadedStore.of(state).close();
    }

    @Test
    void whoKeepsNothingHasNone() throws IOException {
        assertThat(StoreOpening.of(Optional.empty()).take()).isEmpty();
    }

    /** With a million bindings that is 250 MB, which a daemon had for as long as it ran. */
    @Test
    void keepsNothingOfWhatWasTaken() throws IOException {
        StoreOpening opening = StoreOpening.of(Optional.of(state));
        WeakReference<LoadedStore> taken;
        try (LoadedStore store = opening.take().orElseThrow()) {
            taken = new WeakReference<>(store);
        }
        for (int i = 0; i < MOST_COLLECTIONS && taken.get() != null; i++) {
            System.gc();
        }
        assertThat(taken.get()).isNull();
        opening.close();
    }
}
