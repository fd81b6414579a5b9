package org.mobileip.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.mobilenode.PlainForeignAgent.B;
import static org.mobileip.mobilenode.PlainForeignAgent.F;
import static org.mobileip.mobilenode.PlainForeignAgent.H;
import static org.mobileip.mobilenode.PlainForeignAgent.R;
import static org.mobileip.mobilenode.PlainForeignAgent.T;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mobileip.net.Ipv4;
import org.mobileip.net.MacAddress;
import org.mobileip.time.Tick;
import org.mobileip.wire.AgentAdvertisement;
import org.mobileip.wire.MalformedMessageException;

/** What an advertisement changes, and for how long it is true: RFC 5944 §2.1.1, §2.4. */
class AgentListTest {

    private static final int CAFE = 3;
    private static final int OFFICE = 4;
    private static final Ipv4 CARE_OF = Ipv4.parse("192.0.2.1");

    private final AgentList list = new AgentList();
    private final PlainForeignAgent first = agent(1).lifetime(30);
    private Tick now = new Tick(0);

    private static PlainForeignAgent agent(int number) {
        String address = "192.0.2." + number;
        return new PlainForeignAgent(address, String.format("02:fa:00:00:00:%02x", number), address);
    }

    private static ForeignAgent known(int link, PlainForeignAgent agent) {
        return new ForeignAgent(link, agent.address, agent.mac);
    }

    private AgentList.News hear(int link, PlainForeignAgent agent, Optional<MacAddress> sender) {
        try {
            AgentAdvertisement said = AgentAdvertisement.decode(agent.advertisement());
            Moment moment = new Moment(Instant.EPOCH, 0);
            return list.heard(now, new Event.AdvertisementHeard(moment, link, agent.address, sender, said));
        } catch (MalformedMessageException wrongByHand) {
            throw new AssertionError(wrongByHand);
        }
    }

    private AgentList.News hear(PlainForeignAgent agent) {
        return hear(CAFE, agent, Optional.of(agent.mac));
    }

    private void pass(int seconds) {
        now = now.plus(Duration.ofSeconds(seconds));
    }

    @Test
    void isNewsTheFirstTimeAndNoneTheSecond() {
        assertThat(hear(first)).isEqualTo(AgentList.News.OFFER);
        assertThat(hear(first)).isEqualTo(AgentList.News.NONE);
    }

    @Test
    void isNoneOfAHomeAgentAloneOrOfOneThatCannotBeSentTo() {
        assertThat(hear(first.flags(H))).isEqualTo(AgentList.News.NONE);
        assertThat(hear(CAFE, first.flags(F), Optional.empty())).isEqualTo(AgentList.News.NONE);
        PlainForeignAgent nowhere = new PlainForeignAgent("0.0.0.0", "02:fa:00:00:00:01", "192.0.2.1");
        assertThat(hear(nowhere)).isEqualTo(AgentList.News.NONE);
        assertThat(list.on(CAFE, Optional.empty())).isEmpty();
    }

    @Test
    void isNewsWhereTheSameAgentOffersSomethingElse() {
        hear(first);
        assertThat(hear(first.flags(F | T | R))).isEqualTo(AgentList.News.OFFER);
        PlainForeignAgent moved = new PlainForeignAgent("192.0.2.1", "02:fa:00:00:00:01", "203.0.113.9");
        assertThat(hear(moved.flags(F | T | R).sequence(9))).isEqualTo(AgentList.News.OFFER);
        assertThat(hear(moved)).isEqualTo(AgentList.News.NONE);
    }

    @Test
    void isNewsWhereTheAgentSaysThatItEndsAndWhereItIsBack() {
        hear(first);
        assertThat(hear(first.lifetime(0))).isEqualTo(AgentList.News.OFFER);
        assertThat(list.isHeard(known(CAFE, first))).isFalse();
        assertThat(list.nextDeadline()).as("nothing is waited for").isEqualTo(Tick.NEVER);
        assertThat(hear(first.lifetime(30))).isEqualTo(AgentList.News.OFFER);
        assertThat(list.isHeard(known(CAFE, first))).isTrue();
    }

    @Test
    void isNewsWhereAnAgentIsHeardThatWasSilentForLong() {
        hear(first);
        pass(30);
        list.deadline(now);
        assertThat(hear(first)).isEqualTo(AgentList.News.OFFER);
    }

    @Test
    void isNewsWhereAChallengeIsHeardThatWasWaitedFor() {
        hear(first.challenge("a1a2a3a4a5a6a7a8"));
        ForeignAgent agent = known(CAFE, first);
        list.challenges().use(agent);
        list.challenges().refused(agent);
        assertThat(hear(first)).as("the same again").isEqualTo(AgentList.News.NONE);
        assertThat(hear(first.challenge("b1b2b3b4b5b6b7b8"))).isEqualTo(AgentList.News.CHALLENGE);
        // Nobody waits for the next one.
        list.challenges().use(agent);
        PlainForeignAgent other = agent(2).lifetime(30);
        hear(other.challenge("c1c2c3c4c5c6c7c8"));
        assertThat(hear(other.challenge("d1d2d3d4d5d6d7d8"))).isEqualTo(AgentList.News.NONE);
    }

    @Test
    void isARebootWhereTheNumberFallsBelow256AndNoneWhereItStaysOrRollsOver() {
        hear(first.sequence(200));
        assertThat(hear(first.sequence(199))).isEqualTo(AgentList.News.REBOOT);
        assertThat(hear(first.sequence(199))).as("said twice").isEqualTo(AgentList.News.NONE);
        hear(first.sequence(65535));
        assertThat(hear(first.sequence(256))).isEqualTo(AgentList.News.NONE);
        assertThat(hear(first.sequence(255))).isEqualTo(AgentList.News.REBOOT);
    }

    @Test
    void saysWhoIsSilentAfterTwoThirdsOfTheLifetimeAndWhoIsLostAfterAllOfIt() {
        hear(first);
        ForeignAgent agent = known(CAFE, first);
        pass(20);
        assertThat(list.deadline(now)).containsExactly(new AgentList.Silence(agent, false));
        assertThat(list.isHeard(agent)).isTrue();
        assertThat(list.offers(agent, CARE_OF)).isTrue();
        assertThat(list.offers(agent, Ipv4.parse("192.0.2.2"))).isFalse();
        pass(10);
        assertThat(list.deadline(now)).containsExactly(new AgentList.Silence(agent, true));
        assertThat(list.isHeard(agent)).isFalse();
        assertThat(list.offers(agent, CARE_OF)).isFalse();
        assertThat(list.isRemembered(agent)).isTrue();
    }

    @Test
    void forgetsWhoWasHeardOnALinkThatIsLostAndNobodyElse() {
        hear(first);
        PlainForeignAgent elsewhere = agent(2).lifetime(60);
        hear(OFFICE, elsewhere, Optional.of(elsewhere.mac));
        list.linkLost(CAFE);
        assertThat(list.isRemembered(known(CAFE, first))).isFalse();
        assertThat(list.isHeard(known(OFFICE, elsewhere))).isTrue();
        assertThat(list.nextDeadline()).isEqualTo(now.plus(Duration.ofSeconds(40)));
        list.linkLost(OFFICE);
        assertThat(list.nextDeadline()).isEqualTo(Tick.NEVER);
    }

    @Test
    void keepsEightAgentsOfALinkInMindAndTakesANinthOnlyForOneThatIsSilent() {
        for (int i = 1; i <= 8; i++) {
            assertThat(hear(agent(i).lifetime(i == 5 ? 10 : 1800))).isEqualTo(AgentList.News.OFFER);
        }
        assertThat(hear(agent(9))).isEqualTo(AgentList.News.NONE);
        // What is heard on one link takes no room on another.
        PlainForeignAgent elsewhere = agent(30);
        assertThat(hear(OFFICE, elsewhere, Optional.of(elsewhere.mac))).isEqualTo(AgentList.News.OFFER);
        pass(10);
        list.deadline(now);
        assertThat(hear(agent(9).lifetime(1800))).isEqualTo(AgentList.News.OFFER);
        assertThat(list.isRemembered(known(CAFE, agent(5)))).isFalse();
        assertThat(list.on(CAFE, Optional.empty())).hasSize(8);
    }

    @Test
    void namesNobodyThatIsBusyUnlessItIsTheOneInUse() {
        hear(first.flags(F | B));
        ForeignAgent agent = known(CAFE, first);
        assertThat(list.on(CAFE, Optional.empty())).isEmpty();
        assertThat(list.on(CAFE, Optional.of(agent))).containsExactly(agent);
        assertThat(list.on(OFFICE, Optional.of(agent))).isEmpty();
    }

    @Test
    void requiresRegistrationOnlyWhereAnAgentIsHeardThatSaysSo() {
        hear(first);
        assertThat(list.isRegistrationRequiredOn(CAFE)).isFalse();
        PlainForeignAgent strict = agent(2).lifetime(30).flags(F | R);
        hear(strict);
        assertThat(list.isRegistrationRequiredOn(CAFE)).isTrue();
        assertThat(list.isRegistrationRequiredOn(OFFICE)).isFalse();
        hear(strict.lifetime(0));
        assertThat(list.isRegistrationRequiredOn(CAFE)).isFalse();
    }

    @Test
    void takesForMovedOnlyWhoWasHeardLaterThanTheOneInUseAndIsOnAnotherNetwork() {
        PlainForeignAgent before = elsewhere("203.0.113.7");
        hear(before);
        pass(1);
        hear(first.prefixLengths(24));
        ForeignAgent used = known(CAFE, first);
        assertThat(list.onAnotherNetworkThan(used)).as("heard before").isEmpty();
        pass(1);
        hear(agent(2).prefixLengths(24));
        assertThat(list.onAnotherNetworkThan(used)).as("on the same network").isEmpty();
        PlainForeignAgent silent = new PlainForeignAgent("198.51.100.7", "02:fa:00:00:00:08", "198.51.100.7");
        hear(silent);
        assertThat(list.onAnotherNetworkThan(used)).as("tells no prefix").isEmpty();
        hear(before);
        assertThat(list.onAnotherNetworkThan(used)).contains(known(CAFE, before));
        assertThat(list.onAnotherNetworkThan(known(CAFE, silent))).isEmpty();
    }

    private static PlainForeignAgent elsewhere(String address) {
        return new PlainForeignAgent(address, "02:fa:00:00:00:07", address)
                .lifetime(60)
                .prefixLengths(24);
    }
}
