package org.mobileip.homeagent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.homeagent.Village.HOME;
import static org.mobileip.homeagent.Village.at;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mobileip.net.MacAddress;
import org.mobileip.net.Octets;
import org.mobileip.time.Tick;

/** Frames are written out by hand after RFC 826: addresses 10.1.1.10 (home), 10.1.1.30 (a host that asks). */
class HomeLinkTest {

    private static final MacAddress OURS = MacAddress.parse("02:00:00:00:00:01");
    private static final MacAddress NODES = MacAddress.parse("02:00:00:00:00:0a");
    private static final Octets WHO_HAS_HOME = Octets.ofHex(
            "ffffffffffff 02000000001e 0806" + "0001 0800 06 04 0001 02000000001e 0a01011e 000000000000 0a01010a");
    private static final Octets WE_HAVE_HOME = Octets.ofHex(
            "02000000001e 020000000001 0806" + "0001 0800 06 04 0002 020000000001 0a01010a 02000000001e 0a01011e");
    private static final Octets HOME_IS_OURS = Octets.ofHex(
            "ffffffffffff 020000000001 0806" + "0001 0800 06 04 0001 020000000001 0a01010a 000000000000 0a01010a");
    private static final Octets NODE_HAS_HOME = Octets.ofHex(
            "ffffffffffff 02000000000a 0806" + "0001 0800 06 04 0001 02000000000a 0a01010a 000000000000 0a01010a");
    private static final Octets HOME_IS_THE_NODES = Octets.ofHex(
            "ffffffffffff 020000000001 0806" + "0001 0800 06 04 0001 02000000000a 0a01010a 000000000000 0a01010a");

    private final HomeLink link = new HomeLink(OURS);

    @Test
    void answersForANodeThatIsAway() {
        assertThat(link.receive(at(0), WHO_HAS_HOME)).isEmpty();
        link.attract(at(0), HOME);
        assertThat(link.receive(at(0), WHO_HAS_HOME)).contains(WE_HAVE_HOME);
    }

    @Test
    void answersARequestThatWasPaddedToTheLeastFrame() {
        link.attract(at(0), HOME);
        assertThat(link.receive(at(0), WHO_HAS_HOME.plus(Octets.of(new byte[18]))))
                .contains(WE_HAVE_HOME);
    }

    @Test
    void announcesANewBindingThreeTimesASecondApart() {
        link.attract(at(0), HOME);
        assertThat(link.nextDeadline()).isEqualTo(at(0));
        assertThat(due(0)).containsExactly(HOME_IS_OURS);
        assertThat(link.nextDeadline()).isEqualTo(at(1));
        assertThat(due(0.999)).isEmpty();
        assertThat(due(1)).containsExactly(HOME_IS_OURS);
        assertThat(due(2)).containsExactly(HOME_IS_OURS);
        assertThat(link.nextDeadline()).isEqualTo(Tick.NEVER);
    }

    @Test
    void announcesNothingWhenItDefendsAlready() {
        link.attract(at(0), HOME);
        due(0);
        due(1);
        due(2);
        link.attract(at(3), HOME);
        assertThat(link.nextDeadline()).isEqualTo(Tick.NEVER);
    }

    @Test
    void stopsAnsweringAndSaysNothingWhenTheNodeIsSomewhere() {
        link.attract(at(0), HOME);
        due(0);
        link.release(at(0.5), HOME, false);
        assertThat(link.receive(at(0), WHO_HAS_HOME)).isEmpty();
        assertThat(link.nextDeadline()).isEqualTo(Tick.NEVER);
    }

    @Test
    void announcesTheNodesOwnAddressWhenItIsHomeAgain() {
        link.attract(at(0), HOME);
        assertThat(link.receive(at(0), NODE_HAS_HOME)).isEmpty();
        link.release(at(5), HOME, true);
        assertThat(due(5)).containsExactly(HOME_IS_THE_NODES);
        assertThat(due(6)).containsExactly(HOME_IS_THE_NODES);
        assertThat(due(7)).containsExactly(HOME_IS_THE_NODES);
        assertThat(link.nextDeadline()).isEqualTo(Tick.NEVER);
    }

    @Test
    void asksTheNeighbourTableWhereTheNodeHasNotAnnouncedItself() {
        link.attract(at(0), HOME);
        link.release(at(5), HOME, true);
        assertThat(due(5)).isEmpty();
        assertThat(link.due(at(6), address -> Optional.of(NODES))).containsExactly(HOME_IS_THE_NODES);
    }

    @Test
    void forgetsWhereTheNodeWasBeforeItLeft() {
        link.receive(at(0), NODE_HAS_HOME);
        link.attract(at(0), HOME);
        link.release(at(5), HOME, true);
        assertThat(due(5)).isEmpty();
    }

    @Test
    void announcesItselfWhenTheNodeLeavesWhileItsReturnIsStillAnnounced() {
        link.attract(at(0), HOME);
        link.receive(at(0), NODE_HAS_HOME);
        link.release(at(5), HOME, true);
        due(5);
        link.attract(at(5.5), HOME);
        assertThat(due(5.5)).containsExactly(HOME_IS_OURS);
        assertThat(due(6)).isEmpty();
        assertThat(due(6.5)).containsExactly(HOME_IS_OURS);
    }

    /** T18: an impostor, or a node that came home and cannot deregister; either is worth a word. */
    @Test
    void tellsOfAClaimThatIsNotFollowedByADeregistration() {
        link.attract(at(0), HOME);
        due(0);
        due(1);
        due(2);
        link.receive(at(10), NODE_HAS_HOME);
        link.receive(at(11), NODE_HAS_HOME);
        assertThat(link.nextDeadline()).isEqualTo(at(13));
        assertThat(link.unexplained(at(12.999))).isEmpty();
        assertThat(link.unexplained(at(13))).containsExactly(new HomeLink.Claim(HOME, NODES));
        assertThat(link.unexplained(at(14))).isEmpty();
        assertThat(due(14)).as("the address is not fought over").isEmpty();
        assertThat(link.receive(at(15), WHO_HAS_HOME)).contains(WE_HAVE_HOME);
    }

    @Test
    void tellsNothingOfANodeThatComesHomeAndDeregisters() {
        link.attract(at(0), HOME);
        link.receive(at(10), NODE_HAS_HOME);
        link.release(at(12), HOME, true);
        assertThat(link.unexplained(at(60))).isEmpty();
        link.attract(at(70), HOME);
        assertThat(link.unexplained(at(80))).isEmpty();
    }

    @Test
    void keepsNothingOfAddressesThatItDoesNotDefend() {
        link.receive(at(0), NODE_HAS_HOME);
        assertThat(link.nextDeadline()).isEqualTo(Tick.NEVER);
        link.attract(at(0), HOME);
        link.receive(at(1), HOME_IS_OURS);
        assertThat(link.unexplained(at(60))).isEmpty();
    }

    @Test
    void leavesRepliesAndOtherPeoplesQuestionsAlone() {
        link.attract(at(0), HOME);
        assertThat(link.receive(at(0), WE_HAVE_HOME)).isEmpty();
        assertThat(link.receive(
                        at(0),
                        Octets.ofHex("ffffffffffff 02000000001e 0806"
                                + "0001 0800 06 04 0001 02000000001e 0a01011e 000000000000 0a01010b")))
                .isEmpty();
    }

    @Test
    void takesNoFrameOfItsOwnForAQuestion() {
        link.attract(at(0), HOME);
        assertThat(link.receive(
                        at(0),
                        Octets.ofHex("ffffffffffff 020000000001 0806"
                                + "0001 0800 06 04 0001 020000000001 0a010114 000000000000 0a01010a")))
                .isEmpty();
    }

    @Test
    void answersAProbeForADefendedAddress() {
        link.attract(at(0), HOME);
        assertThat(link.receive(
                        at(0),
                        Octets.ofHex("ffffffffffff 02000000001e 0806"
                                + "0001 0800 06 04 0001 02000000001e 00000000 000000000000 0a01010a")))
                .isPresent();
    }

    @Test
    void isSilentAboutEveryTruncatedFrame() {
        link.attract(at(0), HOME);
        for (int size = 0; size < WHO_HAS_HOME.size(); size++) {
            assertThat(link.receive(at(0), WHO_HAS_HOME.slice(0, size))).isEmpty();
        }
    }

    private List<Octets> due(double second) {
        return link.due(at(second), address -> Optional.empty());
    }

    @Test
    void tellsOfAClaimInTheMidstOfItsOwnAnnouncements() {
        link.attract(at(0), HOME);
        due(0);
        due(1);
        link.receive(at(1.5), NODE_HAS_HOME);
        due(2);
        assertThat(link.unexplained(at(4.5))).containsExactly(new HomeLink.Claim(HOME, NODES));
    }

    @Test
    void learnsWhereTheNodeIsWhileItsReturnIsAnnounced() {
        link.attract(at(0), HOME);
        link.release(at(5), HOME, true);
        assertThat(due(5)).isEmpty();
        link.receive(at(5.5), NODE_HAS_HOME);
        assertThat(due(6)).containsExactly(HOME_IS_THE_NODES);
    }

    /** What the kernel knows of an address that we have just defended may be our own answer. */
    @Test
    void announcesNoAddressOfNobodyOfManyOrOfItsOwnForTheNodes() {
        for (MacAddress unsound : List.of(OURS, MacAddress.ZERO, MacAddress.parse("ff:ff:ff:ff:ff:ff"))) {
            link.attract(at(0), HOME);
            link.release(at(5), HOME, true);
            assertThat(link.due(at(5), address -> Optional.of(unsound))).isEmpty();
        }
    }
}
