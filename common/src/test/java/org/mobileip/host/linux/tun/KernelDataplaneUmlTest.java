package org.mobileip.host.linux.tun;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mobileip.testing.UserModeLinux;

/** The kernel dataplane in a kernel that has ipip, with our tun dataplane at the other end. */
@Tag("netns")
@Timeout(420)
final class KernelDataplaneUmlTest {

    private static final String PROMISES = KernelDataplaneInUml.class.getName();

    @Test
    void theKernelsOwnDeviceCarriesWhatItMayAndTunTheRest() {
        UserModeLinux.Outcome outcome = UserModeLinux.runTests(List.of(
                KernelTunnelsInUml.class.getName(),
                PROMISES + "#aPingTakesTheTunnelBothWaysAndItsOuterHeaderIsRfc2003s",
                PROMISES + "#forgedPacketsAreCountedAndGoNowhereNotEvenAsAnIcmpError",
                PROMISES + "#withoutDontFragmentTheInnerDatagramIsFragmentedBeforeTheTunnel"));
        assertThat(outcome.code()).as(outcome.output()).isZero();
    }
}
