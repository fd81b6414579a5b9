package org.mobileip.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.mobilenode.Lab.AGENT;
import static org.mobileip.mobilenode.Lab.CAFE;
import static org.mobileip.mobilenode.Lab.CAFE_LINK;
import static org.mobileip.mobilenode.Lab.only;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mobileip.net.Datagram;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Octets;

/** What the home agent tells the person behind the node (RFC 6098 §4.5); messages are octets by hand from its diagrams. */
class NotificationTest {

    private static final Endpoint FROM = new Endpoint(AGENT, 434);
    private static final Endpoint HERE = new Endpoint(CAFE, 40434);
    private static final String ABOUT = " 0a0a0039 0a0a0001 c000022c ";
    private static final String TEXT = " 91 03 01 4869";

    private final Lab lab = new Lab();

    @BeforeEach
    void isAway() {
        lab.start();
        lab.arriveAtCafe();
        lab.accept(600);
        lab.pass(Duration.ofSeconds(10));
    }

    private List<Effect> arrives(Octets octets) {
        Moment moment = lab.moment();
        return lab.handle(
                new Event.DatagramArrived(moment, new Datagram(FROM, HERE, CAFE_LINK, moment.timeOfDay(), octets)));
    }

    private List<Effect> says(String octets) {
        return arrives(lab.agent.signed(Octets.ofHex(octets)));
    }

    /** The time of day, that many seconds off, in seconds since 1900 (70 years of which 17 are leap years before 1970). */
    private String stamp(int secondsOff) {
        Instant now = lab.moment().timeOfDay();
        return "%08x 00000010".formatted((int) (now.getEpochSecond() + 2_208_988_800L + secondsOff));
    }

    private static void isDiscarded(List<Effect> effects) {
        assertThat(effects).contains(new Effect.Discard(FROM, Effect.Reason.NOTIFICATION));
        assertThat(Lab.notices(effects)).noneMatch(Notice.Notification.class::isInstance);
    }

    private Octets answered(List<Effect> effects) {
        List<Effect.AnswerNotification> answers = only(Effect.AnswerNotification.class, effects);
        assertThat(answers).hasSize(1);
        assertThat(answers.get(0).to()).as("§4.2: back by the way it came").isEqualTo(FROM);
        assertThat(answers.get(0).from()).isEqualTo(CAFE);
        assertThat(answers.get(0).linkIndex()).isEqualTo(CAFE_LINK);
        return answers.get(0).payload();
    }

    /** §4.5.1, §4.5.2: told, and acknowledged with MD 2, code 0, the Identification as it was, signed at the end. */
    @Test
    void tellsWhatTheHomeAgentSaysAndAcknowledgesIt() {
        String stamp = stamp(0);
        List<Effect> effects = says("16 00 8000" + ABOUT + stamp + TEXT);
        assertThat(Lab.notices(effects))
                .filteredOn(Notice.Notification.class::isInstance)
                .extracting(notice -> ((Notice.Notification) notice).words().text())
                .containsExactly("Hi");
        assertThat(answered(effects)).isEqualTo(lab.agent.signed(Octets.ofHex("17 02 00 00" + ABOUT + stamp)));
        assertThat(lab.node.status().state())
                .as("no effect on the registration")
                .isEqualTo(State.AWAY);
    }

    @Test
    void acknowledgesNothingThatNeedsNoAcknowledgement() {
        List<Effect> effects = says("16 00 0000" + ABOUT + stamp(0) + TEXT);
        assertThat(Lab.notices(effects)).anyMatch(Notice.Notification.class::isInstance);
        assertThat(only(Effect.AnswerNotification.class, effects)).isEmpty();
    }

    @Test
    void tellsNothingWhereNothingIsSaid() {
        List<Effect> effects = says("16 00 8000" + ABOUT + stamp(0));
        assertThat(Lab.notices(effects)).isEmpty();
        assertThat(answered(effects).u8(2)).isZero();
    }

    /** §7.1.1: greater than all before, and no more than seven seconds off; else code 197 and the node's own seconds. */
    @Test
    void refusesWhatIsNotNew() {
        String stamp = stamp(0);
        says("16 00 8000" + ABOUT + stamp + TEXT);
        for (String refused : List.of(stamp, stamp(-1), stamp(8), stamp(-8))) {
            List<Effect> effects = says("16 00 8000" + ABOUT + refused + TEXT);
            isDiscarded(effects);
            assertThat(answered(effects))
                    .isEqualTo(lab.agent.signed(
                            Octets.ofHex("17 02 c5 00" + ABOUT + stamp.substring(0, 8) + " 00000010")));
        }
        assertThat(Lab.notices(says("16 00 8000" + ABOUT + stamp(6) + TEXT))).hasSize(1);
    }

    /** Whoever replays what was overheard may write any source on it: that one gets no flood of answers. */
    @Test
    void refusesReplaysOnceASecondInTheLongRun() {
        String message = "16 00 8000" + ABOUT + stamp(0) + TEXT;
        says(message);
        int answers = 0;
        for (int i = 0; i < 20; i++) {
            List<Effect> effects = says(message);
            isDiscarded(effects);
            answers += only(Effect.AnswerNotification.class, effects).size();
        }
        assertThat(answers).isEqualTo(5);
        lab.pass(Duration.ofSeconds(1));
        assertThat(only(Effect.AnswerNotification.class, says(message))).hasSize(1);
        assertThat(only(Effect.AnswerNotification.class, says(message))).isEmpty();
    }

    /** What was overheard before this process began is not new, however short ago that was. */
    @Test
    void refusesWhatIsOlderThanItsFirstBinding() {
        isDiscarded(says("16 00 8000" + ABOUT + stamp(-10) + TEXT));
        Lab restarted = new Lab();
        restarted.start();
        restarted.arriveAtCafe();
        restarted.accept(600);
        Moment moment = restarted.moment();
        long seconds = moment.timeOfDay().getEpochSecond() + 2_208_988_800L - 1;
        Octets old = restarted.agent.signed(
                Octets.ofHex("16 00 8000" + ABOUT + "%08x 00000010".formatted((int) seconds) + TEXT));
        isDiscarded(restarted.handle(
                new Event.DatagramArrived(moment, new Datagram(FROM, HERE, CAFE_LINK, moment.timeOfDay(), old))));
    }

    /** Its clock is an hour behind; by code 133 it has learned the home agent's time. */
    @Test
    void knowsTheTimeOfTheHomeAgentWhereItsOwnIsWrong() {
        Lab late = new Lab();
        late.start();
        late.arriveAtCafe();
        long theirs = late.moment().timeOfDay().getEpochSecond() + 2_208_988_800L + 3600;
        late.pass(Duration.ofMillis(13));
        late.reply(late.agent.mismatch(late.lastRequest(), theirs));
        late.accept(600);
        late.pass(Duration.ofSeconds(2));
        Moment moment = late.moment();
        Octets now = late.agent.signed(
                Octets.ofHex("16 00 8000" + ABOUT + "%08x 00000010".formatted((int) theirs + 3) + TEXT));
        List<Effect> effects = late.handle(
                new Event.DatagramArrived(moment, new Datagram(FROM, HERE, CAFE_LINK, moment.timeOfDay(), now)));
        assertThat(Lab.notices(effects)).anyMatch(Notice.Notification.class::isInstance);
    }

    @ParameterizedTest
    @CsvSource({
        "of a node,                     16 02 8000 0a0a0039 0a0a0001 c000022c",
        "about another node,            16 00 8000 0a0a003a 0a0a0001 c000022c",
        "of another home agent,         16 00 8000 0a0a0039 0a0a0002 c000022c",
        "about another care-of address, 16 00 8000 0a0a0039 0a0a0001 c000022d"
    })
    void believesNoneThatIs(String what, String octets) {
        List<Effect> effects = says(octets + stamp(0) + TEXT);
        isDiscarded(effects);
        assertThat(only(Effect.AnswerNotification.class, effects)).as(what).isEmpty();
    }

    /** §4.5.1: exactly one Mobile-Home authenticator; nothing is said to a forger. */
    @Test
    void believesNoneThatTheHomeAgentHasNotSigned() {
        Octets plain = Octets.ofHex("16 00 8000" + ABOUT + stamp(0) + TEXT);
        PlainHomeAgent forger = new PlainHomeAgent("8765432187654321".getBytes(StandardCharsets.US_ASCII), Lab.SPI);
        for (Octets each : List.of(
                plain,
                forger.signed(plain),
                lab.agent.signed(lab.agent.signed(plain)),
                lab.agent.signed(plain).plus(Octets.ofHex(TEXT)))) {
            List<Effect> effects = arrives(each);
            isDiscarded(effects);
            assertThat(only(Effect.AnswerNotification.class, effects)).isEmpty();
        }
        assertThat(Lab.notices(arrives(lab.agent.signed(plain)))).hasSize(1);
    }

    /** §4.5.1 end: an extension that is not permitted, the NAI. */
    @Test
    void isSilentAboutWhatMayNotBeInIt() {
        List<Effect> effects = says("16 00 8000" + ABOUT + stamp(0) + " 83 03 612e62" + TEXT);
        isDiscarded(effects);
        assertThat(only(Effect.AnswerNotification.class, effects)).isEmpty();
    }

    @Test
    void believesNoneAtAllWithoutABinding() {
        lab.handle(new Event.Home(lab.moment()));
        lab.accept(0);
        isDiscarded(says("16 00 8000" + ABOUT + stamp(0) + TEXT));
    }

    @Test
    void readsNothingThatIsCutOff() {
        Octets whole = lab.agent.signed(Octets.ofHex("16 00 8000" + ABOUT + stamp(0) + TEXT));
        for (int size = 1; size < whole.size(); size++) {
            isDiscarded(arrives(whole.slice(0, size)));
        }
    }
}
