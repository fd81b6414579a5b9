package org.mobileip.host.linux.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mobileip.host.linux.netlink.TunnelMessages.Kind;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.TunnelPath;
import org.mobileip.net.UdpEnd;

final class ApportionmentTest {

    private static final Ipv4 LAPTOP = Ipv4.parse("10.10.0.57");
    private static final Ipv4 VAN = Ipv4.parse("10.10.0.58");
    private static final Ipv4 AGENT = Ipv4.parse("10.10.0.1");
    private static final Ipv4 CAFE = Ipv4.parse("192.0.2.44");
    private static final Ipv4 TRAIN = Ipv4.parse("198.51.100.7");

    private static final Ipv4Prefix BEHIND = Ipv4Prefix.parse("10.20.3.0/24");
    private static final Ipv4 PARKED_BEHIND = Ipv4.parse("10.20.3.44");

    private final Apportionment apportionment = new Apportionment(Set.of(Kind.IPIP));
    private final Apportionment withGre = new Apportionment(Set.of(Kind.IPIP, Kind.GRE));

    private Apportionment.Touched forward(Ipv4 home, TunnelPath... paths) {
        return apportionment.forward(home, AGENT, List.of(paths), List.of(), false);
    }

    private Apportionment.Touched moreThanForward(Ipv4 home, TunnelPath... paths) {
        return apportionment.forward(home, AGENT, List.of(paths), List.of(), true);
    }

    private void isTheKernels(Ipv4 home, Ipv4 careOf) {
        assertThat(apportionment.carried(home).map(Carried::careOf)).isEqualTo(Optional.of(careOf));
        assertThat(apportionment.isKept(careOf)).isFalse();
    }

    private void isOurs(Ipv4 home) {
        assertThat(apportionment.carried(home)).isEmpty();
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
        Apportionment.Touched touched = moreThanForward(VAN, TunnelPath.to(CAFE));
        assertThat(touched.homes()).contains(LAPTOP, VAN);
        isOurs(LAPTOP);
        isOurs(VAN);
        assertThat(apportionment.kept()).containsExactly(CAFE);
        assertThat(forward(VAN).homes()).contains(LAPTOP);
        isTheKernels(LAPTOP, CAFE);
    }

    @Test
    void whereANodeWasThatIsMoreThanPlainItIsStillHeardByUs() {
        moreThanForward(LAPTOP, TunnelPath.to(CAFE));
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
    void whereTheKernelHasGreItTakesThatTooButNeitherWithinUdpNorWhatIsMore() {
        TunnelPath gre = new TunnelPath(CAFE, Encapsulation.GRE, true, false);
        withGre.forward(LAPTOP, AGENT, List.of(gre), List.of(), false);
        assertThat(withGre.carried(LAPTOP)).contains(new Carried(Kind.GRE, CAFE, Set.of(Ipv4Prefix.host(LAPTOP))));
        withGre.forward(LAPTOP, AGENT, List.of(gre.within(new UdpEnd(OptionalInt.of(434)))), List.of(), false);
        assertThat(withGre.carried(LAPTOP)).isEmpty();
        assertThat(withGre.kept()).isEmpty();
        withGre.forward(LAPTOP, AGENT, List.of(gre), List.of(), true);
        assertThat(withGre.carried(LAPTOP)).isEmpty();
        assertThat(withGre.kept()).containsExactly(CAFE);
    }

    @Test
    void aNetworkBehindTheNodeIsTheKernelsAsWell() {
        apportionment.forward(LAPTOP, AGENT, List.of(TunnelPath.to(CAFE)), List.of(BEHIND), false);
        assertThat(apportionment.carried(LAPTOP))
                .contains(new Carried(Kind.IPIP, CAFE, Set.of(Ipv4Prefix.host(LAPTOP), BEHIND)));
    }

    @Test
    void aNodeThatIsBehindAnotherIsOursWhicheverCameFirst() {
        forward(VAN, TunnelPath.to(PARKED_BEHIND));
        isTheKernels(VAN, PARKED_BEHIND);
        Apportionment.Touched touched =
                apportionment.forward(LAPTOP, AGENT, List.of(TunnelPath.to(CAFE)), List.of(BEHIND), false);
        assertThat(touched.homes()).contains(VAN);
        assertThat(touched.exits()).contains(PARKED_BEHIND);
        isOurs(VAN);
        isTheKernels(LAPTOP, CAFE);
        assertThat(forward(LAPTOP, TunnelPath.to(CAFE)).homes()).contains(VAN);
        isTheKernels(VAN, PARKED_BEHIND);
        apportionment.forward(LAPTOP, AGENT, List.of(TunnelPath.to(CAFE)), List.of(BEHIND), false);
        forward(VAN);
        forward(VAN, TunnelPath.to(PARKED_BEHIND));
        isOurs(VAN);
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
            moreThanForward(LAPTOP, TunnelPath.to(careOf));
        }
        assertThat(apportionment.kept()).hasSize(9).contains(Ipv4.parse("203.0.113.20"), Ipv4.parse("203.0.113.12"));
    }
}
