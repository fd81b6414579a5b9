package org.mobileip.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.mobilenode.Lab.AGENT;
import static org.mobileip.mobilenode.Lab.CAFE;
import static org.mobileip.mobilenode.Lab.CAFE_LINK;
import static org.mobileip.mobilenode.Lab.HOME;
import static org.mobileip.mobilenode.Lab.HOME_LINK;
import static org.mobileip.mobilenode.Lab.OFFICE;
import static org.mobileip.mobilenode.Lab.OFFICE_LINK;
import static org.mobileip.mobilenode.Lab.only;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mobileip.host.HomeTunnel;
import org.mobileip.net.Datagram;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.time.Tick;

/** Bindings beside the newest (S, RFC 5944 §3.6.1.2): flags are octets of §3.3, 80 S, 20 D, 02 T. */
class OverlapTest {

    private static final int ALONE = 0x22;
    private static final int BESIDE_OTHERS = 0xa2;
    private static final Duration OVERLAP = Duration.ofSeconds(3);

    private final Lab lab = new Lab(Lab.roaming(keeping(OVERLAP)));

    private static Settings.Roaming keeping(Duration overlap) {
        return new Settings.Roaming(
                true, Map.of(), Optional.empty(), DeliveryStyle.DIRECT, Duration.ofSeconds(10), overlap);
    }

    private static Effect use(Ipv4 from, Ipv4... also) {
        return new Effect.UseTunnel(new HomeTunnel(from, AGENT, HOME.address(), List.of(also), HomeTunnel.Terms.PLAIN));
    }

    /** Registered at the office, and the better link to the café comes. */
    private void fromTheOfficeToTheCafe(Lab lab) {
        lab.start();
        lab.arriveAtOffice();
        assertThat(lab.request().flags()).as("nothing to keep").isEqualTo(ALONE);
        lab.accept(600);
        lab.passSlowly(Duration.ofSeconds(5));
        lab.arriveAtCafe();
    }

    @Test
    void asksForTheOldBindingToStayWhereBothAddressesAreItsOwnAndWork() {
        fromTheOfficeToTheCafe(lab);
        assertThat(lab.request().careOf()).isEqualTo(CAFE);
        assertThat(lab.request().flags()).isEqualTo(BESIDE_OTHERS);
        assertThat(lab.request().isAuthentic()).isTrue();
    }

    @Test
    void receivesAtBothUntilTheOverlapIsOverAndRegistersAloneThen() {
        fromTheOfficeToTheCafe(lab);
        assertThat(lab.accept(600)).contains(use(CAFE, OFFICE));
        List<Effect> meanwhile = lab.passSlowly(OVERLAP.minusMillis(1));
        assertThat(lab.requests(meanwhile)).isEmpty();
        assertThat(only(Effect.UseTunnel.class, meanwhile)).isEmpty();
        lab.pass(Duration.ofMillis(1));
        lab.deadline();
        // Request { café, without S } -->          <-- Reply { accepted }: what is in flight to the office is still
        // taken
        assertThat(lab.request().flags()).isEqualTo(ALONE);
        assertThat(lab.request().careOf()).isEqualTo(CAFE);
        assertThat(lab.node.status().registered()).isTrue();
        lab.accept(600);
        assertThat(lab.passSlowly(Duration.ofMillis(1999))).doesNotContain(use(CAFE));
        assertThat(lab.passSlowly(Duration.ofMillis(1))).contains(use(CAFE));
        assertThat(lab.requests(lab.passSlowly(Duration.ofSeconds(60)))).isEmpty();
    }

    @Test
    void countsTheOverlapFromTheReplyAndNotFromARenewal() {
        fromTheOfficeToTheCafe(lab);
        lab.accept(2); // renewed after 1.5 s at the latest
        lab.passSlowly(Duration.ofMillis(1500));
        assertThat(lab.lastRequest().flags()).as("renewed").isEqualTo(BESIDE_OTHERS);
        lab.accept(600);
        assertThat(lab.requests(lab.passSlowly(Duration.ofMillis(1499)))).isEmpty();
        lab.passSlowly(Duration.ofMillis(1));
        assertThat(lab.lastRequest().flags()).isEqualTo(ALONE);
    }

    @Test
    void registersAloneAtOnceWhenTheOldLinkIsLost() {
        fromTheOfficeToTheCafe(lab);
        lab.accept(600);
        lab.passSlowly(Duration.ofSeconds(2));
        lab.linkDown(OFFICE_LINK);
        assertThat(lab.request().flags()).isEqualTo(ALONE);
        assertThat(lab.request().careOf()).isEqualTo(CAFE);
    }

    @Test
    void receivesAtTheOldAddressWithoutABreakWhenTheNewLinkIsLost() {
        fromTheOfficeToTheCafe(lab);
        lab.accept(600);
        lab.passSlowly(Duration.ofSeconds(2));
        assertThat(lab.linkDown(CAFE_LINK)).contains(use(OFFICE));
        assertThat(lab.request().careOf()).isEqualTo(OFFICE);
        assertThat(lab.request().flags()).as("the café is lost").isEqualTo(ALONE);
    }

    @Test
    void keepsTheNewBindingWhereItGoesBack() {
        fromTheOfficeToTheCafe(lab);
        lab.accept(600);
        lab.passSlowly(Duration.ofSeconds(2));
        lab.handle(new Event.Move(lab.moment(), "office0"));
        assertThat(lab.request().flags()).isEqualTo(BESIDE_OTHERS);
        HomeTunnel both = new HomeTunnel(OFFICE, AGENT, HOME.address(), List.of(CAFE), HomeTunnel.Terms.PLAIN);
        assertThat(lab.accept(600)).contains(new Effect.UseTunnel(both.by(Lab.byLink(OFFICE_LINK, OFFICE))));
    }

    /** RFC 2827: routers drop what has a source of another network, and a NAT would give it another one. */
    @Test
    void sendsByTheLinkOfTheCareOfAddressAsLongAsTheKernelsRoutesLeadElsewhere() {
        HomeTunnel plain = new HomeTunnel(OFFICE, AGENT, HOME.address());
        fromTheOfficeToTheCafe(lab);
        assertThat(only(Effect.UseTunnel.class, lab.lastEffects))
                .as("until the home agent knows of the café")
                .containsExactly(new Effect.UseTunnel(
                        new HomeTunnel(OFFICE, AGENT, HOME.address(), List.of(CAFE), HomeTunnel.Terms.PLAIN)
                                .by(Lab.byLink(OFFICE_LINK, OFFICE))));
        assertThat(lab.accept(600)).as("the kernel's own choice").contains(use(CAFE, OFFICE));
        lab.handle(new Event.Move(lab.moment(), "office0"));
        lab.accept(600);
        lab.passSlowly(OVERLAP.plusSeconds(1));
        lab.accept(600);
        lab.passSlowly(Duration.ofSeconds(5));
        assertThat(lab.node.status().tunnel()).contains(plain.by(Lab.byLink(OFFICE_LINK, OFFICE)));
        assertThat(lab.linkDown(CAFE_LINK)).as("nothing else is left").contains(new Effect.UseTunnel(plain));
    }

    @Test
    void hasOneBindingWhereTheHomeAgentKeepsNoOthers() {
        fromTheOfficeToTheCafe(lab);
        lab.reply(lab.agent.replyWith(lab.lastRequest(), 1, 600, ""));
        assertThat(lab.node.status().registered()).isTrue();
        List<Effect> after = lab.passSlowly(OVERLAP);
        assertThat(after).as("what was in flight is taken for two seconds").contains(use(CAFE));
        assertThat(lab.requests(after)).isEmpty();
    }

    @Test
    void asksAtOnceForOneBindingWhereSeveralAreTooMany() {
        fromTheOfficeToTheCafe(lab);
        lab.reply(lab.agent.deny(lab.lastRequest(), 135));
        assertThat(lab.request().flags()).isEqualTo(ALONE);
        assertThat(lab.request().careOf()).isEqualTo(CAFE);
        lab.reply(lab.agent.deny(lab.lastRequest(), 135));
        assertThat(lab.requests(lab.lastEffects)).as("once").isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"no overlap", "the old link is lost", "a foreign agent is asked"})
    void asksForOneBindingAloneWhere(String what) throws Throwable {
        Map<String, Executable> moves = Map.of(
                "no overlap",
                () -> {
                    Lab usual = new Lab();
                    fromTheOfficeToTheCafe(usual);
                    assertThat(usual.request().flags()).isEqualTo(ALONE);
                },
                "the old link is lost",
                () -> {
                    fromTheOfficeToTheCafe(lab);
                    lab.accept(600);
                    lab.linkDown(CAFE_LINK);
                    lab.linkDown(OFFICE_LINK);
                    lab.passSlowly(Duration.ofSeconds(2));
                    lab.arriveAtCafe();
                    assertThat(lab.lastRequest().flags()).isEqualTo(ALONE);
                },
                "a foreign agent is asked",
                () -> {
                    lab.start();
                    lab.arriveAtOffice();
                    lab.accept(600);
                    lab.passSlowly(Duration.ofSeconds(5));
                    lab.linkUp(CAFE_LINK);
                    lab.hear(CAFE_LINK, new PlainForeignAgent("192.0.2.1", "02:fa:00:00:00:01", "192.0.2.1"));
                    lab.handle(new Event.Move(lab.moment(), "cafe0"));
                    assertThat(lab.lastRequest().careOf()).isEqualTo(Ipv4.parse("192.0.2.1"));
                    assertThat(lab.lastRequest().flags() & 0x80).isZero();
                });
        Optional.ofNullable(moves.get(what)).orElseThrow().execute();
    }

    @Test
    void endsEveryBindingWhereItComesHome() {
        fromTheOfficeToTheCafe(lab);
        lab.accept(600);
        lab.passSlowly(Duration.ofSeconds(2));
        lab.linkUp(HOME_LINK);
        lab.hearAgent(HOME_LINK, AGENT);
        assertThat(lab.request().careOf()).as("§3.8.2.2: all entries").isEqualTo(HOME.address());
        assertThat(lab.request().flags()).isZero();
        lab.accept(0);
        // The overlap would have ended a second later; its agent is heard for three.
        assertThat(lab.requests(lab.passSlowly(Duration.ofSeconds(2)))).isEmpty();
    }

    @Test
    void waitsForNothingOnceItIsToldToStayOff() {
        fromTheOfficeToTheCafe(lab);
        lab.accept(600);
        lab.passSlowly(Duration.ofSeconds(1));
        lab.handle(new Event.Home(lab.moment()));
        assertThat(lab.node.status().isDeregistering()).isTrue();
        lab.accept(0);
        assertThat(lab.node.status().isAsking()).isFalse();
        lab.untilAllQuiet();
        assertThat(lab.node.nextDeadline()).isEqualTo(Tick.NEVER);
    }

    @Test
    void acknowledgesThatTheOldBindingIsRevokedAndStaysRegistered() {
        Lab told = new Lab(Lab.roaming(keeping(OVERLAP)).revocable(true));
        told.start();
        told.arriveAtOffice();
        told.reply(told.agent.replyWith(told.lastRequest(), 0, 600, "8906 0000 00000064"));
        told.passSlowly(Duration.ofSeconds(5));
        told.arriveAtCafe();
        told.reply(told.agent.replyWith(told.lastRequest(), 0, 600, "8906 0000 00000069"));
        // RFC 3543 §3.3: type 7, A and I, home address, home domain, foreign domain 198.51.100.23, identifier.
        Octets revocation = told.agent.signed(Octets.ofHex("07 00 c000 0a0a0039 0a0a0001 c6336417 00000065"));
        Endpoint from = new Endpoint(AGENT, 434);
        Endpoint to = new Endpoint(OFFICE, 434);
        List<Effect> effects = told.handle(new Event.DatagramArrived(
                told.moment(), new Datagram(from, to, OFFICE_LINK, told.moment().timeOfDay(), revocation)));
        assertThat(only(Effect.Acknowledge.class, effects)).hasSize(1);
        assertThat(told.node.status().registered()).isTrue();
    }
}
