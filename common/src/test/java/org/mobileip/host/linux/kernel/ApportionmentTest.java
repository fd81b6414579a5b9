package org.mobileip.host.linux.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Ipv4;
import org.mobileip.net.TunnelPath;
import org.mobileip.net.UdpEnd;

final class ApportionmentTest {

    private static final Ipv4 LAPTOP = Ipv4.parse("10.10.0.57");
    private static final Ipv4 VAN = Ipv4.parse("10.10.0.58");
    private static final Ipv4 AGENT = Ipv4.parse("10.10.0.1");
    private static final Ipv4 CAFE = Ipv4.parse("192.0.2.44");
    private static final Ipv4 TRAIN = Ipv4.parse("198.51.100.7");

    private final Apportionment apportionment = new Apportionment();

    private Apportionment.Touched forward(Ipv4 home, TunnelPath... paths) {
        return apportionment.forward(home, AGENT, List.of(paths), false);
    }

    private void isTheKernels(Ipv4 home, Ipv4 careOf) {
        assertThat(apportionment.careOf(home)).isEqualTo(Optional.of(careOf));
        assertThat(apportionment.isKept(careOf)).isFalse();
    }

    private void isOurs(Ipv4 home) {
        assertThat(apportionment.careOf(home)).isEmpty();
    }

    @Test
    void oneIpipTunnelToACareOfAddressIsTheKernels() {
        assertThat(forward(LAPTOP, TunnelPath.to(CAFE)).homes()).containsExactly(LAPTOP);
        isTheKernels(LAPTOP, CAFE);
        assertThat(forward(LAPTOP, TunnelPath.to(TRAIN)).exits()).contains(CAFE, TRAIN);
        isTheKernels(LAPTOP, TRAIN);
        assertThat(apportionment.kept()).isEmpty();
    }

    @Test
    void theVisitorsOfAForeignAgentAreTheKernelsThoughTheyShareItsAddress() {
        TunnelPath toAgent = new TunnelPath(CAFE, Encapsulation.IPIP, false, false);
        forward(LAPTOP, toAgent);
        forward(VAN, toAgent);
        isTheKernels(LAPTOP, CAFE);
        isTheKernels(VAN, CAFE);
    }

    @Test
    void aVisitorThatIsMoreThanThatTakesAllOthersAtItsAddressAlong() {
        forward(LAPTOP, TunnelPath.to(CAFE));
        Apportionment.Touched touched = apportionment.forward(VAN, AGENT, List.of(TunnelPath.to(CAFE)), true);
        assertThat(touched.homes()).contains(LAPTOP, VAN);
        isOurs(LAPTOP);
        isOurs(VAN);
        assertThat(apportionment.kept()).containsExactly(CAFE);
        assertThat(forward(VAN).homes()).contains(LAPTOP);
        isTheKernels(LAPTOP, CAFE);
    }

    @Test
    void whereANodeWasThatIsMoreThanPlainItIsStillHeardByUs() {
        apportionment.forward(LAPTOP, AGENT, List.of(TunnelPath.to(CAFE)), true);
        forward(LAPTOP, TunnelPath.to(TRAIN));
        isTheKernels(LAPTOP, TRAIN);
        assertThat(apportionment.kept()).containsExactly(CAFE);
        forward(LAPTOP);
        assertThat(apportionment.kept()).isEmpty();
    }

    @Test
    void otherEncapsulationsAreOursAndKeepNothingFromTheKernelThatItWouldTake() {
        forward(LAPTOP, new TunnelPath(CAFE, Encapsulation.GRE, true, false));
        isOurs(LAPTOP);
        forward(LAPTOP, TunnelPath.to(CAFE).within(new UdpEnd(OptionalInt.of(434))));
        isOurs(LAPTOP);
        assertThat(apportionment.kept()).isEmpty();
        forward(VAN, TunnelPath.to(CAFE));
        isTheKernels(VAN, CAFE);
    }

    @Test
    void severalCareOfAddressesAreOurs() {
        forward(LAPTOP, TunnelPath.to(CAFE), TunnelPath.to(TRAIN));
        isOurs(LAPTOP);
        assertThat(apportionment.kept()).containsExactlyInAnyOrder(CAFE, TRAIN);
    }

    @Test
    void aTunnelThatLeadsToAHomeAddressIsOursWhicheverCameFirst() {
        forward(LAPTOP, TunnelPath.to(VAN));
        isTheKernels(LAPTOP, VAN);
        assertThat(forward(VAN, TunnelPath.to(LAPTOP)).homes()).contains(LAPTOP, VAN);
        isOurs(LAPTOP);
        isOurs(VAN);
        forward(VAN);
        isTheKernels(LAPTOP, VAN);
        forward(LAPTOP, TunnelPath.to(LAPTOP));
        isOurs(LAPTOP);
        forward(LAPTOP, TunnelPath.to(AGENT));
        isOurs(LAPTOP);
    }

    @Test
    void aNodeThatMovesOnAndOnIsRememberedAtEightPlaces() {
        for (int place = 1; place <= 20; place++) {
            Ipv4 careOf = Ipv4.parse("203.0.113." + place);
            apportionment.forward(LAPTOP, AGENT, List.of(TunnelPath.to(careOf)), true);
        }
        assertThat(apportionment.kept()).hasSize(9).contains(Ipv4.parse("203.0.113.20"), Ipv4.parse("203.0.113.12"));
    }
}
