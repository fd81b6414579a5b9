package org.mobileip.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.mobileip.mobilenode.Lab.AGENT;
import static org.mobileip.mobilenode.Lab.CAFE;
import static org.mobileip.mobilenode.Lab.CAFE_LINK;
import static org.mobileip.mobilenode.Lab.OFFICE;
import static org.mobileip.mobilenode.Lab.OFFICE_LINK;
import static org.mobileip.mobilenode.Lab.only;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.time.Tick;

/**
 * Two links, asked each second. The home agent answers by those that carry, 40 ms later; messages are octets of RFC 792: type
 * 8 or 0, code, checksum, identifier, sequence number, data.
 */
class LinkProbesTest {

    private static final Duration ROUND_TRIP = Duration.ofMillis(40);

    private Duration travels = ROUND_TRIP;

    private Lab lab = new Lab(Lab.settings(true).probing(Duration.ofSeconds(1)));
    private boolean cafeCarries = true;
    private boolean officeCarries = true;
    private final List<Effect.Probe> asked = new ArrayList<>();
    private final List<Notice> told = new ArrayList<>();
    private final List<Tick> askedAt = new ArrayList<>();

    @BeforeEach
    void isAwayWithTwoLinks() {
        arrive();
    }

    private void arrive() {
        lab.start();
        lab.arriveAtOffice();
        lab.arriveAtCafe();
        lab.accept(600);
        asked.clear();
    }

    /** The echo reply: the same message but for its type, and its checksum by one's complement (RFC 1624). */
    private static Octets answerTo(Octets request) {
        int sum = request.u16(2) + 0x0800;
        byte[] reply = request.toArray();
        reply[0] = 0;
        reply[2] = (byte) ((sum + (sum >>> 16)) >>> 8);
        reply[3] = (byte) (sum + (sum >>> 16));
        return Octets.of(reply);
    }

    private void answer(Ipv4 from, Ipv4 to, Octets message) {
        lab.handle(new Event.EchoArrived(lab.moment(), from, to, message));
    }

    /** Lets that much time pass; registrations are answered where the link carries. */
    private void goesOn(Duration time) {
        var end = lab.now().plus(time);
        while (!end.isBefore(lab.node.nextDeadline())) {
            boolean isOverdue = lab.node.nextDeadline().isBefore(lab.now());
            List<Effect> effects = isOverdue ? lab.deadline() : lab.untilDeadline();
            List<Effect.Probe> probes = only(Effect.Probe.class, effects);
            asked.addAll(probes);
            told.addAll(Lab.notices(effects));
            if (!only(Effect.SendRequest.class, effects).isEmpty() && carries(lab.node.status())) {
                lab.accept(600);
            }
            probes.stream().filter(probe -> probe.linkIndex() == CAFE_LINK).forEach(probe -> askedAt.add(lab.now()));
            lab.pass(probes.isEmpty() ? Duration.ZERO : travels);
            for (Effect.Probe probe : probes) {
                if (probe.linkIndex() == CAFE_LINK ? cafeCarries : officeCarries) {
                    answer(AGENT, probe.from(), answerTo(probe.message()));
                }
            }
        }
        if (lab.now().isBefore(end)) {
            lab.pass(end.since(lab.now()));
        }
    }

    private boolean carries(Status status) {
        return status.attachment().isOn(CAFE_LINK) ? cafeCarries : officeCarries;
    }

    private String used() {
        return lab.node.status().attachment().name().orElse("none");
    }

    private Optional<Duration> roundTrip(String name) {
        return lab.node.status().links().stream()
                .filter(link -> link.interfaceName().equals(name))
                .flatMap(link -> link.roundTrip().stream())
                .findFirst();
    }

    @Test
    void asksByTheLinkInUseAndByThoseThatStandBy() {
        goesOn(Duration.ofMillis(1100));
        assertThat(asked)
                .extracting(Effect.Probe::linkIndex, Effect.Probe::from, Effect.Probe::to)
                .containsExactlyInAnyOrder(tuple(CAFE_LINK, CAFE, AGENT), tuple(OFFICE_LINK, OFFICE, AGENT));
        assertThat(asked.get(0).message().u8(0)).as("ICMP type: echo").isEqualTo(8);
        assertThat(roundTrip("cafe0")).contains(ROUND_TRIP);
        assertThat(roundTrip("office0")).contains(ROUND_TRIP);
        goesOn(Duration.ofSeconds(10));
        assertThat(asked).hasSizeBetween(20, 24);
        assertThat(asked.stream()
                        .filter(each -> each.linkIndex() == CAFE_LINK)
                        .limit(4)
                        .map(each -> each.message().u16(6)))
                .as("sequence numbers")
                .containsExactly(1, 2, 3, 4);
    }

    @Test
    void leavesALinkThatCarriesNothingAnyMoreWithinTwoSeconds() {
        goesOn(Duration.ofSeconds(5));
        assertThat(used()).isEqualTo("cafe0");
        cafeCarries = false;
        goesOn(Duration.ofSeconds(2));
        assertThat(used()).isEqualTo("office0");
        assertThat(roundTrip("cafe0")).isEmpty();
        assertThat(roundTrip("office0")).contains(ROUND_TRIP);
        assertThat(told)
                .contains(new Notice.Attached(lab.node.status().attachment(), Trigger.FADED))
                .filteredOn(Notice.Attached.class::isInstance)
                .hasSize(1);
    }

    @Test
    void saysNoRoundTripByALinkOnceThreeAnswersAreLost() {
        goesOn(Duration.ofSeconds(5));
        cafeCarries = false;
        asked.clear();
        for (int lost = 0; lost < 3; lost++) {
            goesOnUntilAskedByTheCafe(lost + 1);
            assertThat(roundTrip("cafe0")).as("%s lost", lost).contains(ROUND_TRIP);
        }
        goesOnUntilAskedByTheCafe(4);
        assertThat(roundTrip("cafe0")).as("three lost").isEmpty();
        assertThat(used()).as("left at once").isEqualTo("office0");
    }

    private void goesOnUntilAskedByTheCafe(int times) {
        while (asked.stream().filter(probe -> probe.linkIndex() == CAFE_LINK).count() < times) {
            goesOn(Duration.ofMillis(10));
        }
    }

    @Test
    void comesBackHalfAMinuteAfterALinkHasFadedIfItCarriesAgain() {
        goesOn(Duration.ofSeconds(5));
        cafeCarries = false;
        goesOn(Duration.ofSeconds(10));
        assertThat(used()).isEqualTo("office0");
        cafeCarries = true;
        goesOn(Duration.ofSeconds(18));
        assertThat(used()).as("28 s after it began to fade").isEqualTo("office0");
        goesOn(Duration.ofSeconds(5));
        assertThat(used()).isEqualTo("cafe0");
    }

    @Test
    void asksOnceByALinkWhoseForeignAgentRequiresToBeRegisteredThrough() {
        int requiring = PlainForeignAgent.F | PlainForeignAgent.R;
        lab.hear(
                CAFE_LINK,
                new PlainForeignAgent("192.0.2.1", "02:fa:00:00:00:01", "192.0.2.1")
                        .lifetime(1800)
                        .flags(requiring));
        lab.accept(600);
        goesOn(Duration.ofSeconds(10));
        assertThat(asked).filteredOn(each -> each.linkIndex() == CAFE_LINK).hasSizeBetween(9, 11);
    }

    @Test
    void staysAwayFromItForAsLongAsItCarriesNothingAndComesBackLater() {
        goesOn(Duration.ofSeconds(5));
        cafeCarries = false;
        for (int second = 0; second < 120; second++) {
            goesOn(Duration.ofSeconds(1));
            assertThat(second < 2 || used().equals("office0"))
                    .as("after %s s", second)
                    .isTrue();
        }
        cafeCarries = true;
        goesOn(Duration.ofMinutes(10));
        assertThat(used()).isEqualTo("cafe0");
    }

    @Test
    void twoLostAnswersAreNoReasonToLeave() {
        goesOn(Duration.ofSeconds(5));
        cafeCarries = false;
        goesOnUntilAskedByTheCafe(7);
        cafeCarries = true;
        goesOn(Duration.ofSeconds(5));
        assertThat(used()).isEqualTo("cafe0");
        assertThat(only(Effect.Tell.class, lab.lastEffects)).isEmpty();
    }

    @Test
    void whereNobodyAnswersByAnyLinkItStaysWhereItIs() {
        goesOn(Duration.ofSeconds(5));
        cafeCarries = false;
        officeCarries = false;
        goesOn(Duration.ofSeconds(20));
        assertThat(used()).isEqualTo("cafe0");
        assertThat(lab.node.status().links())
                .as("the home agent is silent, which is no fault of a link")
                .extracting(LinkStanding::why)
                .containsExactly(
                        "it is down or has no carrier", "first usable of the configured order", "usable, standing by");
    }

    /** Three round trips, but not less than 200 ms and not more than a second. */
    @ParameterizedTest
    @CsvSource({"40, 200", "100, 300", "500, 1000"})
    void waitsThreeRoundTripsForAnAnswer(int roundTrip, int wait) {
        travels = Duration.ofMillis(roundTrip);
        goesOn(Duration.ofSeconds(5));
        officeCarries = false;
        cafeCarries = false;
        askedAt.clear();
        goesOn(Duration.ofSeconds(5));
        assertThat(askedAt.get(1).since(askedAt.get(0)))
                .isBetween(Duration.ofMillis(wait), Duration.ofMillis(wait + roundTrip));
    }

    @Test
    void aHomeAgentThatNeverAnsweredByALinkSaysNothingOfIt() {
        cafeCarries = false;
        goesOn(Duration.ofSeconds(20));
        assertThat(used()).isEqualTo("cafe0");
    }

    @Test
    void aForgedAnswerIsNone() {
        goesOn(Duration.ofSeconds(5));
        cafeCarries = false;
        for (int round = 0; round < 40; round++) {
            goesOn(Duration.ofMillis(50));
            Octets latest = answerTo(asked.get(asked.size() - 1).message());
            answer(Ipv4.parse("203.0.113.66"), CAFE, latest);
            answer(AGENT, CAFE, Octets.ofHex("0000 0000 4d4e"));
            answer(AGENT, CAFE, asked.get(asked.size() - 1).message());
        }
        assertThat(used()).isEqualTo("office0");
    }

    @Test
    void asksNobodyUnlessItIsToldTo() {
        lab = new Lab();
        arrive();
        goesOn(Duration.ofMinutes(1));
        assertThat(asked).isEmpty();
    }
}
