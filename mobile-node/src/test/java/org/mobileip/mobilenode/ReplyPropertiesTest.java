package org.mobileip.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.mobilenode.Lab.AGENT;
import static org.mobileip.mobilenode.Lab.HOME;
import static org.mobileip.mobilenode.Lab.only;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.Octets;
import org.mobileip.wire.NetworkAccessIdentifier;

/** Whatever arrives: only what the home agent has signed changes anything. Each run prints how to repeat it. */
class ReplyPropertiesTest {

    private final long seed = Long.getLong("mobileip.seed", new Random().nextLong());
    private final Random random = new Random(seed);

    @BeforeEach
    void sayTheSeed() {
        System.err.println("ReplyPropertiesTest: -Dmobileip.seed=" + seed + " repeats this");
    }

    /** The situations in which a reply is waited for. */
    enum Situation {
        REGISTERING,
        RENEWING,
        DEREGISTERING,
        ASKING_FOR_AN_ADDRESS,
        DISCOVERING,
        WITH_NONCES
    }

    private static Lab labIn(Situation situation) {
        Settings.Home named = new Settings.Home(
                Optional.empty(),
                Optional.of(NetworkAccessIdentifier.of("user@example.org")),
                Optional.of(Ipv4Prefix.parse("10.10.0.0/24")));
        Settings settings =
                switch (situation) {
                    case ASKING_FOR_AN_ADDRESS ->
                        Lab.settings(named, ReplayProtection.TIMESTAMPS, true, new AgentSource.Address(AGENT));
                    case DISCOVERING ->
                        Lab.settings(
                                Settings.Home.at(HOME), ReplayProtection.TIMESTAMPS, true, new AgentSource.Discovery());
                    case WITH_NONCES ->
                        Lab.settings(
                                Settings.Home.at(HOME), ReplayProtection.NONCES, true, new AgentSource.Address(AGENT));
                    case REGISTERING, RENEWING, DEREGISTERING -> Lab.settings(true);
                };
        Lab lab = new Lab(settings);
        lab.start();
        lab.arriveAtCafe();
        if (situation == Situation.RENEWING || situation == Situation.DEREGISTERING) {
            lab.accept(600);
            lab.pass(java.time.Duration.ofSeconds(460));
            lab.deadline();
        }
        if (situation == Situation.DEREGISTERING) {
            lab.pass(java.time.Duration.ofSeconds(5));
            lab.handle(new Event.Home(lab.moment()));
        }
        return lab;
    }

    /** A reply that would be believed. */
    private static Octets valid(Lab lab, Situation situation) {
        return switch (situation) {
            case ASKING_FOR_AN_ADDRESS -> lab.agent.acceptAs(lab.lastRequest(), 600, Ipv4.parse("10.10.0.101"));
            case DISCOVERING -> lab.agent.nameYourself(lab.lastRequest(), AGENT);
            case WITH_NONCES -> lab.agent.withNonce(lab.lastRequest(), 0, 600, 7);
            case DEREGISTERING -> lab.agent.accept(lab.lastRequest(), 0);
            case REGISTERING, RENEWING -> lab.agent.accept(lab.lastRequest(), 300);
        };
    }

    private static void assertDiscarded(Lab lab, Octets datagram, String what) {
        Status before = lab.node.status();
        var deadline = lab.node.nextDeadline();
        List<Effect> effects = lab.reply(datagram);
        assertThat(effects).as(what).hasSize(1);
        assertThat(effects.get(0)).as(what).isInstanceOf(Effect.Discard.class);
        assertThat(lab.node.status()).as(what).isEqualTo(before);
        assertThat(lab.node.nextDeadline()).as(what).isEqualTo(deadline);
    }

    @ParameterizedTest
    @EnumSource
    void everySingleBitChangeOfAValidReplyIsDiscardedAndChangesNothing(Situation situation) {
        Lab lab = labIn(situation);
        byte[] whole = valid(lab, situation).toArray();
        for (int bit = 0; bit < 8 * whole.length; bit++) {
            byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertDiscarded(lab, Octets.of(flipped), "bit " + bit);
        }
        assertThat(only(Effect.Discard.class, lab.reply(Octets.of(whole)))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void everyTruncationOfAValidReplyIsDiscardedAndChangesNothing(Situation situation) {
        Lab lab = labIn(situation);
        Octets whole = valid(lab, situation);
        for (int size = 0; size < whole.size(); size++) {
            assertDiscarded(lab, whole.slice(0, size), "first " + size + " octets");
        }
        assertThat(only(Effect.Discard.class, lab.reply(whole))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void randomOctetsAreDiscardedAndChangeNothing(Situation situation) {
        Lab lab = labIn(situation);
        for (int i = 0; i < 1000; i++) {
            byte[] noise = new byte[random.nextInt(120)];
            random.nextBytes(noise);
            if (noise.length > 1 && random.nextBoolean()) {
                noise[0] = 3;
            }
            assertDiscarded(lab, Octets.of(noise), "random octets " + i);
        }
    }

    /** The right Identification, any code, any extensions, but no authenticator of the home agent. */
    @ParameterizedTest
    @EnumSource
    void randomRepliesThatNobodySignedAreDiscardedAndChangeNothing(Situation situation) {
        Lab lab = labIn(situation);
        for (int i = 0; i < 1000; i++) {
            PlainHomeAgent.Request asked = lab.lastRequest();
            Octets reply = PlainHomeAgent.unsigned(
                            asked, random.nextInt(256), random.nextInt(0x10000), asked.identification())
                    .plus(randomExtensions());
            assertDiscarded(lab, reply, "unsigned reply " + i);
        }
    }

    /** Up to four extensions of any type with any content, authentication extensions included. */
    private Octets randomExtensions() {
        Octets all = Octets.EMPTY;
        for (int left = random.nextInt(5); left > 0; left--) {
            int type = List.of(0, 32, 33, 34, 36, 131, 44, 132, 254, random.nextInt(256))
                    .get(random.nextInt(10));
            byte[] data = new byte[random.nextInt(30)];
            random.nextBytes(data);
            ByteBuffer extension = ByteBuffer.allocate(2 + data.length)
                    .put((byte) type)
                    .put((byte) data.length)
                    .put(data);
            all = all.plus(type == 0 ? Octets.of(new byte[1]) : Octets.of(extension.array()));
        }
        return all;
    }

    /** What the home agent has signed may say anything, but never makes the node ask more than once at once. */
    @Test
    void randomRepliesThatTheHomeAgentSignedNeverMakeALoop() {
        for (int run = 0; run < 200; run++) {
            Situation situation = Situation.values()[random.nextInt(Situation.values().length)];
            Lab lab = labIn(situation);
            List<Integer> codes = new ArrayList<>();
            int atOnce = 0;
            for (int i = 0; i < 40 && atOnce < 40; i++) {
                PlainHomeAgent.Request asked = lab.lastRequest();
                int code = random.nextInt(256);
                codes.add(code);
                long high = random.nextBoolean() ? asked.high() : random.nextInt();
                long identification = high << 32 | (asked.identification() & 0xffff_ffffL);
                Octets fixed = PlainHomeAgent.unsigned(asked, code, random.nextInt(0x10000), identification);
                lab.reply(lab.agent.signed(fixed));
                atOnce += lab.requests(lab.lastEffects).size();
                lab.lastEffects.clear();
            }
            // 133, 136 and another address, once each.
            assertThat(atOnce)
                    .as("%s, seed %d, codes %s", situation, seed, codes)
                    .isLessThanOrEqualTo(3);
        }
    }
}
