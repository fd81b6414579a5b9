package org.mobileip.homeagent.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.homeagent.store.LoadedStore;

class StoreOpeningTest {

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
}
