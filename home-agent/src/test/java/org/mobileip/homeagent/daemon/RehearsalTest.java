package org.mobileip.homeagent.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.mobileip.auth.AuthenticationAlgorithm;
import org.mobileip.host.linux.BootTimeTicker;

class RehearsalTest {

    @Test
    void goesThroughTheAcceptingOfARegistrationAndNotOnlyThroughAFirstRefusal() {
        assertThat(Rehearsal.registrations(new BootTimeTicker(), AuthenticationAlgorithm.HMAC_MD5))
                .isGreaterThan(10);
    }
}
