package org.mobileip.scenarios.netns;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mobileip.testing.UserModeLinux;

/** The home agent on a kernel that has ipip. */
@Tag("netns")
@Timeout(420)
final class FirstHandoverUmlTest {

    @Test
    void aWholeFirstHandoverGoesByTheKernelsOwnTunnel() {
        UserModeLinux.Outcome outcome = UserModeLinux.runTests(List.of(FirstHandoverInUml.class.getName()));
        assertThat(outcome.code()).as(outcome.output()).isZero();
    }
}
