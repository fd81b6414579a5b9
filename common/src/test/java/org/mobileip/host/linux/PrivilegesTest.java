package org.mobileip.host.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.mobileip.host.linux.Privileges.Capability;

final class PrivilegesTest {

    private static String status(String effective) {
        return "Name:\tjava\nCapPrm:\t000001ffffffffff\nCapEff:\t" + effective + "\nCapBnd:\t000001ffffffffff\n";
    }

    private static final Capability[] NEEDED = {
        Capability.CAP_NET_BIND_SERVICE, Capability.CAP_NET_ADMIN, Capability.CAP_NET_RAW
    };

    @Test
    void rootMissesNothing() {
        assertThat(Privileges.missing(status("000001ffffffffff"), NEEDED)).isEmpty();
    }

    @Test
    void theThreeOfTheUnitFileAreEnough() {
        // capsh --decode=0000000000003400: cap_net_bind_service,cap_net_admin,cap_net_raw
        assertThat(Privileges.missing(status("0000000000003400"), NEEDED)).isEmpty();
        assertThat(Privileges.missing(status("0000000000003400"), Capability.CAP_SYS_ADMIN))
                .containsExactly(Capability.CAP_SYS_ADMIN);
    }

    @Test
    void namesWhatAnOrdinaryUserMisses() {
        assertThat(Privileges.missing(status("0000000000000000"), NEEDED)).containsExactly(NEEDED);
        assertThat(Privileges.missing(status("0000000000002400"), NEEDED)).containsExactly(Capability.CAP_NET_ADMIN);
    }

    @Test
    void readsThisProcess() {
        assertThat(Privileges.missing()).isSubsetOf(NEEDED);
        assertThatThrownBy(() -> Privileges.missing("Name:\tjava\n", NEEDED))
                .hasMessage("no CapEff: in /proc/self/status");
    }
}
