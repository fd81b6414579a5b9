package org.mobileip.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.mobilenode.NatLab.ABLE;
import static org.mobileip.mobilenode.NatLab.DECLINED;
import static org.mobileip.mobilenode.NatLab.FORCED;
import static org.mobileip.mobilenode.NatLab.WILL_TUNNEL;
import static org.mobileip.mobilenode.NatLab.keepalives;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mobileip.host.HomeTunnel;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.Octets;

/** RFC 3519 from the mobile node's side: how a NAT is found, and what is within UDP then. */
class NatTraversalTest {

    private final NatLab nat = new NatLab(NatTraversal.AUTO);
    private final Lab lab = nat.lab;

    @Test
    void tellsInARequestThatItCanTunnelWithinUdp() {
        // fixed part, UDP Tunnel Request, authenticator
        assertThat(lab.lastSent().slice(24, 32)).isEqualTo(ABLE);
        assertThat(lab.lastSent().size()).isEqualTo(24 + 8 + 22);
        assertThat(lab.request().flags()).as("D and T").isEqualTo(0x22);
        assertThat(lab.request().isAuthentic()).isTrue();
    }

    @Test
    void saysNothingOfItWhereAnEncapsulationIsConfigured() {
        Lab plain = new NatLab(NatTraversal.OFF).lab;
        assertThat(plain.lastSent().size()).isEqualTo(24 + 22);
    }

    @Test
    void forcesItWhereUdpIsConfigured() {
        assertThat(new NatLab(NatTraversal.FORCED).lab.lastSent().slice(24, 32)).isEqualTo(FORCED);
    }

    @Test
    void saysNothingOfItWhenItDeregisters() {
        nat.agree(WILL_TUNNEL);
        lab.pass(Duration.ofSeconds(5));
        lab.handle(new Event.Home(lab.moment()));
        assertThat(lab.request().lifetime()).isZero();
        assertThat(lab.lastSent().size()).isEqualTo(24 + 22);
    }

    @Test
    void tunnelsWithinUdpOnceTheHomeAgentHasSaidSo() {
        assertThat(nat.tunnel().way()).as("before the reply").isEqualTo(HomeTunnel.Way.IP);
        assertThat(nat.tunnel().alsoReceivesAt()).as("either way").containsExactly(Lab.CAFE);
        nat.agree(WILL_TUNNEL);
        assertThat(nat.tunnel().way()).isEqualTo(HomeTunnel.Way.UDP);
        assertThat(nat.tunnel().alsoReceivesAt()).isEmpty();
    }

    @Test
    void sendsNothingBeforeTheReplyWhereItsPrivateAddressShowsThatSomethingTranslates() {
        Settings usual = Lab.tunnelling(new Settings.Tunnel(
                "mip0", true, Encapsulation.IPIP, NatTraversal.AUTO, false, List.of(Ipv4Prefix.ALL)));
        Lab behind = new Lab(new Settings(
                usual.home(),
                List.of(new AgentSource.Address(Ipv4.parse("203.0.113.10"))),
                usual.security(),
                usual.replay(),
                usual.lifetime(),
                usual.tunnel(),
                usual.interfaces()));
        behind.start();
        Ipv4 careOf = Ipv4.parse("192.168.7.44");
        behind.linkUp(Lab.CAFE_LINK);
        behind.change(Lab.address(Lab.CAFE_LINK, careOf), Lab.defaultRoute(Lab.CAFE_LINK, 100));
        HomeTunnel before = behind.node.status().tunnel().orElseThrow();
        assertThat(before.way()).isEqualTo(HomeTunnel.Way.NOT_YET);
        assertThat(before.alsoReceivesAt()).as("either way").containsExactly(careOf);
        behind.reply(behind.agent.acceptWith(WILL_TUNNEL, behind.lastRequest(), 600));
        assertThat(behind.node.status().tunnel().orElseThrow().way()).isEqualTo(HomeTunnel.Way.UDP);
    }

    @Test
    void sendsNothingBeforeTheReplyWhereTheHomeAgentHasSeenANatBeforeOrUdpIsConfigured() {
        nat.agree(WILL_TUNNEL);
        lab.linkDown(Lab.CAFE_LINK);
        lab.arriveAtOffice();
        nat.agree(DECLINED);
        lab.pass(Duration.ofSeconds(5));
        lab.linkDown(Lab.OFFICE_LINK);
        lab.arriveAtCafe();
        assertThat(nat.tunnel().way()).isEqualTo(HomeTunnel.Way.NOT_YET);
        nat.agree(DECLINED);
        assertThat(nat.tunnel().way()).as("it has gone").isEqualTo(HomeTunnel.Way.IP);
        lab.linkDown(Lab.CAFE_LINK);
        lab.arriveAtOffice();
        assertThat(nat.tunnel().way()).isEqualTo(HomeTunnel.Way.IP);
        Lab forced = new NatLab(NatTraversal.FORCED).lab;
        assertThat(forced.node.status().tunnel().orElseThrow().way()).isEqualTo(HomeTunnel.Way.NOT_YET);
    }

    @Test
    void tunnelsPlainlyWhereTheHomeAgentDeclinesOrDoesNotKnowOfIt() {
        nat.agree(DECLINED);
        assertThat(nat.tunnel().way()).isEqualTo(HomeTunnel.Way.IP);
        assertThat(nat.tunnel().alsoReceivesAt()).isEmpty();
        Lab old = new NatLab(NatTraversal.AUTO).lab;
        old.accept(600);
        assertThat(old.node.status().tunnel().orElseThrow().way()).isEqualTo(HomeTunnel.Way.IP);
    }

    @Test
    void tunnelsPlainlyWhereItHasNotAskedWhateverTheReplySays() {
        Lab plain = new NatLab(NatTraversal.OFF).lab;
        plain.reply(plain.agent.acceptWith(WILL_TUNNEL, plain.lastRequest(), 600));
        assertThat(plain.node.status().tunnel().orElseThrow().way()).isEqualTo(HomeTunnel.Way.IP);
    }

    @Test
    void doesNotBelieveWhatStandsBehindTheAuthenticator() {
        lab.reply(lab.agent.accept(lab.lastRequest(), 600).plus(WILL_TUNNEL));
        assertThat(nat.tunnel().way()).isEqualTo(HomeTunnel.Way.IP);
    }

    @Test
    void leavesNatAndUdpBehindWhenItMoves() {
        nat.agree(WILL_TUNNEL);
        lab.linkDown(Lab.CAFE_LINK);
        lab.arriveAtOffice();
        assertThat(nat.tunnel().way()).as("until the home agent has answered").isEqualTo(HomeTunnel.Way.IP);
        lab.accept(600);
        assertThat(nat.tunnel().way()).isEqualTo(HomeTunnel.Way.IP);
        assertThat(nat.tunnel().careOf()).isEqualTo(Lab.OFFICE);
        lab.untilAllQuiet();
    }

    @Test
    void takesWhatIsOnItsWayByTheOldPathInWhicheverWay() {
        nat.agree(WILL_TUNNEL);
        lab.arriveAtOffice();
        lab.handle(new Event.Move(lab.moment(), "office0"));
        assertThat(nat.tunnel().way()).as("the old way still works").isEqualTo(HomeTunnel.Way.UDP);
        assertThat(nat.tunnel().alsoReceivesAt()).containsExactly(Lab.OFFICE);
        lab.reply(lab.agent.acceptWith(DECLINED, lab.lastRequest(), 600));
        assertThat(nat.tunnel().way()).isEqualTo(HomeTunnel.Way.IP);
        assertThat(nat.tunnel().alsoReceivesAt()).containsExactly(Lab.CAFE);
    }

    private static final int U = 0x0080;

    private static PlainForeignAgent foreignAgent(int flags) {
        return new PlainForeignAgent("192.0.2.1", "02:00:00:00:00:fa", "192.0.2.1").flags(flags);
    }

    @Test
    void saysNothingOfItToAForeignAgentThatIsNotBehindANatItself() {
        lab.hear(Lab.CAFE_LINK, foreignAgent(PlainForeignAgent.R | PlainForeignAgent.F | PlainForeignAgent.T));
        assertThat(lab.sentThroughAgent().payload().size()).isEqualTo(24 + 22);
        assertThat(lab.lastRequest().careOf()).isEqualTo(Lab.CAFE);
    }

    @Test
    void saysThatAForeignAgentHasAskedForItAndTellsItsPortByAKeepaliveAtOnce() {
        lab.hear(Lab.CAFE_LINK, foreignAgent(PlainForeignAgent.R | PlainForeignAgent.F | PlainForeignAgent.T | U));
        assertThat(lab.sentThroughAgent().payload().slice(24, 32)).isEqualTo(Octets.ofHex("9006 00 00 40 00 0000"));
        List<Effect> effects = lab.reply(lab.agent.acceptWith(WILL_TUNNEL, lab.lastRequest(), 600));
        assertThat(nat.tunnel().way()).isEqualTo(HomeTunnel.Way.UDP_AS_THROUGH_AGENT);
        assertThat(keepalives(effects)).hasSize(1);
        assertThat(keepalives(effects).get(0).isThroughAgent()).isTrue();
        assertThat(keepalives(effects).get(0).to()).isEqualTo(new Endpoint(Lab.AGENT, 434));
    }

    @Test
    void saysNothingOfItWithAForeignAgentsCareOfAddress() {
        Lab visiting = new Lab(Lab.tunnelling(new Settings.Tunnel(
                "mip0", true, Encapsulation.IPIP, NatTraversal.FORCED, false, List.of(Ipv4Prefix.ALL))));
        visiting.start();
        visiting.linkUp(Lab.CAFE_LINK);
        visiting.hear(Lab.CAFE_LINK, foreignAgent(PlainForeignAgent.F | PlainForeignAgent.T | U));
        assertThat(visiting.lastRequest().careOf().toString()).isEqualTo("192.0.2.1");
        assertThat(visiting.sentThroughAgent().payload().size()).isEqualTo(24 + 22);
    }
}
