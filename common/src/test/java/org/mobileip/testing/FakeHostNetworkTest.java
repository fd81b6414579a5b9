package org.mobileip.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.mobileip.host.HostException;
import org.mobileip.host.Route;
import org.mobileip.host.Rule;
import org.mobileip.net.InterfaceAddress;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;

final class FakeHostNetworkTest {

    private static final InterfaceAddress HOME = InterfaceAddress.parse("10.10.0.57/32");
    private static final Route DEFAULT =
            new Route(Ipv4Prefix.ALL, Optional.empty(), 3, Optional.of(HOME.address()), 5210, 78, 0);

    private final FakeHostNetwork network = new FakeHostNetwork();

    @Test
    void printsItselfAsTheCommandsThatWouldMakeIt() {
        network.putLink(3, "mip0");
        network.setMtu(3, 1480);
        network.addAddress(3, HOME);
        network.addAddress(3, HOME);
        network.putRoute(DEFAULT);
        network.putRoute(new Route(
                Ipv4Prefix.parse("10.20.0.0/16"),
                Optional.of(Ipv4.parse("10.10.0.1")),
                3,
                Optional.empty(),
                254,
                78,
                100));
        network.addRule(new Rule(5200, Optional.empty(), OptionalInt.of(0x4d49), 254, OptionalInt.empty(), 78));
        network.addRule(new Rule(
                5201, Optional.of(Ipv4Prefix.host(HOME.address())), OptionalInt.empty(), 5210, OptionalInt.of(0), 78));

        assertThat(network).hasToString("""
                        ip link set mip0 up mtu 1480
                        ip address add 10.10.0.57/32 dev mip0
                        ip route add 10.20.0.0/16 via 10.10.0.1 dev mip0 proto 78 metric 100
                        ip route add default dev mip0 src 10.10.0.57 table 5210 proto 78
                        ip rule add pref 5200 fwmark 0x4d49 table main protocol 78
                        ip rule add pref 5201 from 10.10.0.57/32 table 5210 suppress_prefixlength 0 protocol 78""");
    }

    @Test
    void aLinkTakesItsRoutesWithIt() {
        network.putLink(3, "mip0");
        network.putRoute(DEFAULT);
        network.setLinkUp(3, false);

        assertThat(network.routes()).isEmpty();
    }

    @Test
    void removesOnlyWhatIsMeant() {
        network.putLink(3, "mip0");
        network.putRoute(DEFAULT);
        network.removeRoute(new Route(Ipv4Prefix.ALL, Optional.empty(), 3, Optional.empty(), 5210, 77, 0));
        assertThat(network.routes()).containsExactly(DEFAULT);

        network.removeRoute(DEFAULT);
        network.removeRoute(DEFAULT);
        assertThat(network.routes()).isEmpty();
    }

    @Test
    void refusesWhatTheKernelWouldAndWhatItIsToldTo() {
        assertThatThrownBy(() -> network.putRoute(DEFAULT)).hasMessage("link 3: No such device (errno 19)");

        network.putLink(3, "mip0");
        network.refuseNext(new HostException("add rule: Operation not permitted (errno 1)", HostException.EPERM));
        Rule rule = new Rule(5204, Optional.empty(), OptionalInt.empty(), 5210, OptionalInt.empty(), 78);
        assertThatThrownBy(() -> network.addRule(rule)).isInstanceOf(HostException.class);
        assertThat(network.rules()).isEmpty();
        network.addRule(rule);
        assertThat(network.rules()).containsExactly(rule);
    }
}
