package org.mobileip.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.mobilenode.Lab.AGENT;
import static org.mobileip.mobilenode.Lab.CAFE;
import static org.mobileip.mobilenode.Lab.CAFE_LINK;
import static org.mobileip.mobilenode.Lab.HOME;
import static org.mobileip.mobilenode.Lab.HOME_LINK;
import static org.mobileip.mobilenode.Lab.OFFICE;
import static org.mobileip.mobilenode.Lab.TUN;
import static org.mobileip.mobilenode.Lab.only;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mobileip.host.LinkAddress;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.InterfaceAddress;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.Octets;
import org.mobileip.wire.NetworkAccessIdentifier;

/** A node known by its NAI, to which the home agent gives an address: RFC 2794, RFC 5944 §3.6. */
class GivenHomeAddressTest {

    private static final String NAI = "user@example.org";
    private static final Ipv4 GIVEN = Ipv4.parse("10.10.0.101");

    private final Lab lab = new Lab(settings(Optional.empty()));

    private static Settings settings(Optional<InterfaceAddress> address) {
        Settings.Home home = new Settings.Home(
                address, Optional.of(NetworkAccessIdentifier.of(NAI)), Optional.of(Ipv4Prefix.parse("10.10.0.0/24")));
        return Lab.settings(home, ReplayProtection.TIMESTAMPS, true, new AgentSource.Address(AGENT));
    }

    @BeforeEach
    void start() {
        lab.start();
    }

    private List<Effect> giveAddress() {
        lab.arriveAtCafe();
        return lab.reply(lab.agent.acceptAs(lab.request(), 600, GIVEN));
    }

    @Test
    void asksWithItsIdentifierForAnAddress() {
        lab.arriveAtCafe();
        assertThat(lab.request().homeAddress()).isEqualTo(Ipv4.UNSPECIFIED);
        assertThat(lab.request().nai()).isEqualTo(NAI);
        assertThat(lab.request().isAuthentic())
                .as("the NAI before the authenticator")
                .isTrue();
        assertThat(only(Effect.SendRequest.class, lab.lastEffects).get(0).from())
                .as("§3.6.1.1: co-located")
                .isEqualTo(CAFE);
    }

    @Test
    void hasNoAddressAndNoTunnelBeforeTheReply() {
        lab.arriveAtCafe();
        assertThat(lab.node.status().homeAddress()).isEmpty();
        assertThat(only(Effect.UseTunnel.class, lab.lastEffects)).isEmpty();
        assertThat(lab.declared().addresses()).isEmpty();
        assertThat(lab.declared().rules()).isEmpty();
    }

    @Test
    void takesTheAddressOfTheReplyForItsOwnAndUsesItAtOnce() {
        List<Effect> effects = giveAddress();
        assertThat(lab.node.status().state()).isEqualTo(State.AWAY);
        assertThat(lab.node.status().homeAddress()).contains(new InterfaceAddress(GIVEN, 24));
        assertThat(lab.declared().addresses()).contains(new LinkAddress(TUN, new InterfaceAddress(GIVEN, 32)));
        assertThat(lab.declared().routes()).allMatch(route -> route.source().equals(Optional.of(GIVEN)));
        assertThat(only(Effect.UseTunnel.class, effects).get(0).tunnel().home()).isEqualTo(GIVEN);
        assertThat(Lab.notices(effects)).contains(new Notice.HomeAddressGiven(GIVEN));
    }

    @Test
    void asksForTheSameAddressFromThenOn() {
        giveAddress();
        lab.pass(Duration.ofSeconds(20));
        lab.linkDown(CAFE_LINK);
        lab.arriveAtOffice();
        assertThat(lab.request().homeAddress()).isEqualTo(GIVEN);
        assertThat(lab.request().nai()).isEqualTo(NAI);
        lab.reply(lab.agent.acceptAs(lab.request(), 600, GIVEN));
        assertThat(lab.node.status().homeAddress()).contains(new InterfaceAddress(GIVEN, 24));
        assertThat(Lab.notices(lab.lastEffects)).doesNotContain(new Notice.HomeAddressGiven(GIVEN));
    }

    @Test
    void discardsAReplyWithAnotherAddressThanItHas() {
        giveAddress();
        lab.pass(Duration.ofSeconds(460));
        lab.deadline();
        lab.reply(lab.agent.acceptAs(lab.request(), 600, Ipv4.parse("10.10.0.102")));
        assertThat(only(Effect.Discard.class, lab.lastEffects).get(0).why())
                .isEqualTo(Effect.Reason.OTHER_HOME_ADDRESS);
    }

    @Test
    void discardsAnAcceptanceWithoutAnAddress() {
        lab.arriveAtCafe();
        lab.reply(lab.agent.acceptAs(lab.request(), 600, Ipv4.UNSPECIFIED));
        assertThat(only(Effect.Discard.class, lab.lastEffects).get(0).why())
                .isEqualTo(Effect.Reason.OTHER_HOME_ADDRESS);
        assertThat(lab.node.status().registered()).isFalse();
    }

    @Test
    void discardsAReplyThatNamesAnotherNode() {
        lab.arriveAtCafe();
        PlainHomeAgent.Request asked = lab.request();
        byte[] other = "other@example.org".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        Octets fixed = PlainHomeAgent.unsigned(asked.at(GIVEN), 0, 600, asked.identification());
        Octets extension =
                Octets.of(new byte[] {(byte) 131, (byte) other.length}).plus(Octets.of(other));
        lab.reply(lab.agent.signed(fixed.plus(extension)));
        assertThat(only(Effect.Discard.class, lab.lastEffects).get(0).why())
                .isEqualTo(Effect.Reason.OTHER_HOME_ADDRESS);
    }

    @Test
    void believesAnAuthenticReplyThatLeavesTheIdentifierOut() {
        lab.arriveAtCafe();
        lab.reply(lab.agent.accept(lab.request().at(GIVEN), 600));
        assertThat(lab.node.status().homeAddress()).contains(new InterfaceAddress(GIVEN, 24));
    }

    @Test
    void isDeniedLikeAnyOtherNode() {
        lab.arriveAtCafe();
        lab.reply(lab.agent.deny(lab.request(), 130));
        assertThat(lab.node.status().state()).isEqualTo(State.DENIED);
        lab.untilDeadline();
        assertThat(lab.request().homeAddress()).isEqualTo(Ipv4.UNSPECIFIED);
    }

    @Test
    void asksForAnotherAddressWhereItsOwnIsNotToBeHadAnyMore() {
        giveAddress();
        lab.linkDown(CAFE_LINK);
        lab.pass(Duration.ofSeconds(601));
        lab.deadline();
        lab.arriveAtOffice();
        // Request { home address 10.10.0.101 } -->       <-- Reply { 129 }
        assertThat(lab.request().homeAddress()).isEqualTo(GIVEN);
        lab.reply(lab.agent.deny(lab.request(), 129));
        // Request { home address 0.0.0.0 } -->           <-- Reply { accepted, home address 10.10.0.102 }
        assertThat(lab.request().homeAddress()).isEqualTo(Ipv4.UNSPECIFIED);
        Ipv4 next = Ipv4.parse("10.10.0.102");
        lab.reply(lab.agent.acceptAs(lab.request(), 600, next));
        assertThat(lab.declared().addresses()).containsExactly(new LinkAddress(TUN, new InterfaceAddress(next, 32)));
        assertThat(lab.node.status().tunnel().orElseThrow().home()).isEqualTo(next);
        assertThat(lab.node.status().tunnel().orElseThrow().careOf()).isEqualTo(OFFICE);
    }

    @Test
    void keepsItsAddressWhileABindingLastsWhateverIsDenied() {
        giveAddress();
        lab.pass(Duration.ofSeconds(460));
        lab.deadline();
        lab.reply(lab.agent.deny(lab.request(), 129));
        assertThat(lab.node.status().homeAddress()).contains(new InterfaceAddress(GIVEN, 24));
    }

    @Test
    void comesHomeWithTheAddressItHas() {
        giveAddress();
        lab.pass(Duration.ofSeconds(5));
        lab.linkDown(CAFE_LINK);
        lab.linkUp(HOME_LINK);
        lab.hearAgent(HOME_LINK, AGENT);
        assertThat(lab.node.status().state()).isEqualTo(State.HOME);
        assertThat(lab.declared().addresses()).contains(new LinkAddress(HOME_LINK, new InterfaceAddress(GIVEN, 24)));
        assertThat(lab.request().homeAddress()).isEqualTo(GIVEN);
        assertThat(lab.request().careOf()).isEqualTo(GIVEN);
    }

    @Test
    void cannotBeHomeWithoutAnAddress() {
        lab.linkUp(HOME_LINK);
        lab.hearAgent(HOME_LINK, AGENT);
        assertThat(lab.node.status().state()).isEqualTo(State.DISCONNECTED);
        // With an address of the home network it registers from there like from anywhere, and then it can.
        lab.change(Lab.address(HOME_LINK, Ipv4.parse("10.10.0.200")), Lab.defaultRoute(HOME_LINK, 10));
        assertThat(lab.request().careOf()).isEqualTo(Ipv4.parse("10.10.0.200"));
        lab.reply(lab.agent.acceptAs(lab.request(), 600, GIVEN));
        assertThat(lab.node.status().homeAddress()).contains(new InterfaceAddress(GIVEN, 24));
    }

    @Test
    void deregistersWithTheAddressItHas() {
        giveAddress();
        lab.pass(Duration.ofSeconds(5));
        lab.handle(new Event.Home(lab.moment()));
        assertThat(lab.request().homeAddress()).isEqualTo(GIVEN);
        assertThat(lab.request().careOf()).isEqualTo(GIVEN);
        assertThat(lab.request().lifetime()).isZero();
        assertThat(lab.request().nai()).isEqualTo(NAI);
    }

    @Test
    void sendsItsIdentifierBesideAnAddressOfItsOwn() {
        Lab both = new Lab(settings(Optional.of(HOME)));
        both.start();
        both.arriveAtCafe();
        assertThat(both.request().homeAddress()).isEqualTo(HOME.address());
        assertThat(both.request().nai()).isEqualTo(NAI);
        both.reply(both.agent.acceptAs(both.request(), 600, HOME.address()));
        assertThat(both.node.status().state()).isEqualTo(State.AWAY);
    }

    @Test
    void keepsItsAddressWhereWhatIsDeniedIsAnotherThing() {
        giveAddress();
        lab.linkDown(CAFE_LINK);
        lab.pass(Duration.ofSeconds(601));
        lab.deadline();
        lab.arriveAtOffice();
        // 130: insufficient resources. The address is still this node's.
        lab.reply(lab.agent.deny(lab.request(), 130));
        lab.untilDeadline();
        assertThat(lab.request().homeAddress()).isEqualTo(GIVEN);
    }

    @Test
    void takesAnAddressThatIsNotOfTheHomeNetworkForOneOfItsOwn() {
        lab.arriveAtCafe();
        Ipv4 elsewhere = Ipv4.parse("10.99.0.7");
        lab.reply(lab.agent.acceptAs(lab.request(), 600, elsewhere));
        assertThat(lab.node.status().homeAddress()).contains(new InterfaceAddress(elsewhere, 32));
    }

    @Test
    void makesNoRouteOfTheLimitedBroadcastAddressWhereItKnowsNoHomeNetwork() {
        Settings usual =
                Lab.tunnelling(new Settings.Tunnel("mip0", true, Encapsulation.IPIP, true, List.of(Ipv4Prefix.ALL)));
        Lab alone = new Lab(new Settings(
                new Settings.Home(Optional.empty(), Optional.of(NetworkAccessIdentifier.of(NAI)), Optional.empty()),
                usual.homeAgents(),
                usual.security(),
                usual.replay(),
                usual.lifetime(),
                usual.tunnel(),
                usual.interfaces()));
        alone.start();
        alone.arriveAtCafe();
        alone.reply(alone.agent.acceptAs(alone.request(), 600, GIVEN));
        assertThat(alone.node.status().state()).isEqualTo(State.AWAY);
        assertThat(alone.declared().routes()).isNotEmpty().noneMatch(route -> route.destination()
                .equals(Ipv4Prefix.host(Ipv4.BROADCAST)));
    }
}
