package org.mobileip.scenarios.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ServerTimeTest {

    @Test
    void userAndSystemTimeAreTheFourteenthAndFifteenthFieldWhateverTheNameIs() {
        String line = "4711 (a) name (b) S 1 4711 4711 0 -1 4194560 9000 0 3 0 1234 66 5 6 20 0 21 0 8000 123456 7890";
        assertThat(ServerTime.nanos(line)).isEqualTo((1234 + 66) * 10_000_000L);
    }

    @Test
    void whoIsNotThereHasNone() {
        assertThat(ServerTime.nanos(Integer.MAX_VALUE)).isEmpty();
        assertThat(ServerTime.nanos(ProcessHandle.current().pid())).isPresent();
    }
}
