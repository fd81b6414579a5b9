package org.mobileip.homeagent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.homeagent.Village.ASSOCIATION;
import static org.mobileip.homeagent.Village.CAFE;
import static org.mobileip.homeagent.Village.CO_LOCATED;
import static org.mobileip.homeagent.Village.TRAIN;
import static org.mobileip.homeagent.Village.arrives;
import static org.mobileip.homeagent.Village.association;
import static org.mobileip.homeagent.Village.at;
import static org.mobileip.homeagent.Village.replyIn;
import static org.mobileip.homeagent.Village.request;
import static org.mobileip.homeagent.Village.signed;
import static org.mobileip.homeagent.Village.unsigned;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mobileip.auth.AuthenticationAlgorithm;
import org.mobileip.auth.Key;
import org.mobileip.auth.SecurityAssociation;
import org.mobileip.auth.SecurityAssociations;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.wire.AuthenticationExtension.Kind;
import org.mobileip.wire.ReplyCode;

/** T1, T4 to T6: whatever a stranger sends, nothing is answered and nothing changes. */
class HostileInputTest {

    private static final long SEED = Long.getLong("mobileip.seed", System.nanoTime());
    private static final Ipv4 FOREIGN_AGENT = Ipv4.parse("192.0.2.1");
    private static final SecurityAssociation SHARED = association(512, "a foreign agent.");

    private final HomeAgent agent = boundAgent(ASSOCIATION);

    /** An agent with one binding, and another one that a change would be noticed by. */
    private static HomeAgent boundAgent(SecurityAssociation association) {
        AuthorizedNode laptop =
                AuthorizedNode.at(Village.HOME, "laptop", SecurityAssociations.of(association), Village.TIMESTAMPS);
        HomeAgent made = Village.agent(Village.settings(
                Village.GRANTS,
                false,
                List.of(new ForeignAgentPeer(FOREIGN_AGENT, SecurityAssociations.of(SHARED))),
                laptop,
                Village.TABLET));
        Octets first = association.sign(unsigned(0, CAFE, 60, CO_LOCATED).encode(), Kind.MOBILE_HOME);
        made.handle(at(0), arrives(0, CAFE, first));
        return made;
    }

    @ParameterizedTest
    @EnumSource
    void refusesEveryChangeOfOneBitAndChangesNothing(AuthenticationAlgorithm algorithm) {
        SecurityAssociation association = new SecurityAssociation(256, algorithm, Key.of(new byte[] {1, 2, 3, 4}));
        HomeAgent bound = boundAgent(association);
        List<Binding> before = bound.bindings();
        byte[] valid = association
                .sign(unsigned(1, TRAIN, 60, CO_LOCATED).encode(), Kind.MOBILE_HOME)
                .toArray();
        for (int bit = 0; bit < valid.length * 8; bit++) {
            byte[] flipped = valid.clone();
            flipped[bit / 8] ^= (byte) (0x80 >>> bit % 8);
            assertUntouched(bound, before, Octets.of(flipped), "bit " + bit);
        }
        assertThat(replyIn(bound.handle(at(1), arrives(1, TRAIN, Octets.of(valid))), association)
                        .code())
                .isEqualTo(ReplyCode.ACCEPTED);
    }

    /** Behind the node's own authenticator the foreign agent's is all there is to change: 132 at most. */
    @Test
    void refusesEveryChangeOfOneBitOfWhatAForeignAgentRelays() {
        List<Binding> before = agent.bindings();
        Octets nodes = signed(unsigned(1, FOREIGN_AGENT, 60, CO_LOCATED));
        byte[] valid = SHARED.sign(nodes, Kind.FOREIGN_HOME).toArray();
        for (int bit = 0; bit < valid.length * 8; bit++) {
            byte[] flipped = valid.clone();
            flipped[bit / 8] ^= (byte) (0x80 >>> bit % 8);
            List<Effect> effects = relay(1 + bit / 10.0, Octets.of(flipped));
            boolean mayBeTold = bit / 8 >= nodes.size();
            assertThat(effects)
                    .as("bit " + bit)
                    .allMatch(effect -> effect instanceof Effect.Discard
                            || effect instanceof Effect.Violation
                            || (mayBeTold && isDenial(effect)));
            assertThat(agent.bindings()).as("bit " + bit).isEqualTo(before);
        }
        assertThat(replyIn(relay(55, Octets.of(valid))).code()).isEqualTo(ReplyCode.ACCEPTED);
    }

    /** At {@code second}, when it is still second 1 for the clock that timestamps are compared with. */
    private List<Effect> relay(double second, Octets octets) {
        Endpoint from = new Endpoint(FOREIGN_AGENT, 30434);
        return agent.handle(at(second), arrives(1, from, new Endpoint(Village.AGENT, 434), Village.UPLINK, octets));
    }

    private static boolean isDenial(Effect effect) {
        return effect instanceof Effect.Denied
                || (effect instanceof Effect.Send send && send.octets().u8(1) == 132);
    }

    @Test
    void isSilentAboutEveryTruncation() {
        List<Binding> before = agent.bindings();
        for (Octets whole : List.of(
                signed(unsigned(1, TRAIN, 60, CO_LOCATED)),
                SHARED.sign(signed(unsigned(1, TRAIN, 60, CO_LOCATED)), Kind.FOREIGN_HOME))) {
            int end = signed(unsigned(1, TRAIN, 60, CO_LOCATED)).size();
            for (int size = 0; size < whole.size(); size++) {
                if (size != end) { // There it is the request without the foreign agent's signature.
                    assertUntouched(agent, before, whole.slice(0, size), size + " octets");
                }
            }
        }
    }

    @Test
    void isSilentAboutRandomChangesOfManyOctets() {
        System.out.println("HostileInputTest: -Dmobileip.seed=" + SEED + " repeats these");
        Random random = new Random(SEED);
        List<Binding> before = agent.bindings();
        byte[] valid = signed(unsigned(1, TRAIN, 60, CO_LOCATED)).toArray();
        for (int i = 0; i < 50_000; i++) {
            byte[] changed = valid.clone();
            for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
            }
            if (!Octets.of(changed).equals(Octets.of(valid))) {
                assertUntouched(
                        agent, before, Octets.of(changed), HexFormat.of().formatHex(changed));
            }
        }
    }

    @Test
    void isSilentAboutRandomOctetsOfEveryMessageType() {
        Random random = new Random(SEED);
        List<Binding> before = agent.bindings();
        for (int i = 0; i < 50_000; i++) {
            byte[] octets = new byte[random.nextInt(300)];
            random.nextBytes(octets);
            if (octets.length > 0 && random.nextInt(4) > 0) {
                octets[0] = 1;
            }
            assertUntouched(agent, before, Octets.of(octets), HexFormat.of().formatHex(octets));
        }
    }

    /** The oracle reads the list as RFC 5944 §1.8 does, from the types alone. */
    @Test
    void readsRandomListsOfExtensionsAsTheRfcDoes() {
        Random random = new Random(SEED);
        int accepted = 0;
        for (int i = 0; i < 5_000; i++) {
            HomeAgent fresh = Village.agent();
            StringBuilder before = new StringBuilder();
            StringBuilder behind = new StringBuilder();
            boolean discardsBefore = appendExtensions(random, before);
            boolean discards = appendExtensions(random, behind) || discardsBefore;
            Octets toSign = unsigned(1, TRAIN, 60, CO_LOCATED).encode().plus(Octets.ofHex(before.toString()));
            Octets request = ASSOCIATION.sign(toSign, Kind.MOBILE_HOME).plus(Octets.ofHex(behind.toString()));
            List<Effect> effects = fresh.handle(at(1), arrives(1, TRAIN, request));
            boolean answered = effects.stream().anyMatch(Effect.Send.class::isInstance);
            assertThat(answered)
                    .as("seed %s, %s MN-HA %s", SEED, before, behind)
                    .isEqualTo(!discards);
            accepted += answered ? 1 : 0;
        }
        assertThat(accepted).isBetween(500, 4_500);
    }

    /** Some extensions; whether one of them discards the message. */
    private static boolean appendExtensions(Random random, StringBuilder hex) {
        boolean discards = false;
        for (int count = random.nextInt(4); count > 0; count--) {
            int kind = random.nextInt(10);
            if (kind == 0) {
                hex.append("00".repeat(1 + random.nextInt(5)));
            } else if (kind == 1) { // Unknown, not to be skipped.
                int type = 39 + random.nextInt(89);
                appendSimple(random, hex, type);
                discards = true;
            } else if (kind == 2) { // The foreign agent's affair.
                hex.append("2108000001f4deadbeef");
            } else if (kind == 3) { // For an AAA server.
                hex.append("2401000800000002cafecafe");
            } else {
                int type = 128 + random.nextInt(128);
                appendSimple(random, hex, type == 131 ? 132 : type);
            }
        }
        return discards;
    }

    private static void appendSimple(Random random, StringBuilder hex, int type) {
        byte[] data = new byte[random.nextInt(20)];
        random.nextBytes(data);
        hex.append("%02x%02x".formatted(type, data.length))
                .append(HexFormat.of().formatHex(data));
    }

    /** A reply would go to nobody, to everybody, or to port 0. */
    @Test
    void isSilentToWhomNoReplyCanGo() {
        Octets valid = signed(unsigned(1, TRAIN, 60, CO_LOCATED));
        List<Binding> before = agent.bindings();
        for (Endpoint from : List.of(
                new Endpoint(Ipv4.UNSPECIFIED, 434),
                new Endpoint(Ipv4.BROADCAST, 434),
                new Endpoint(Ipv4.parse("224.0.0.1"), 434),
                new Endpoint(Ipv4.parse("127.0.0.1"), 434),
                new Endpoint(Ipv4.parse("240.0.0.1"), 434),
                new Endpoint(TRAIN, 0))) {
            List<Effect> effects =
                    agent.handle(at(1), arrives(1, from, new Endpoint(Village.AGENT, 434), Village.UPLINK, valid));
            assertThat(effects).singleElement().satisfies(effect -> assertThat(((Effect.Discard) effect).why())
                    .isEqualTo(DiscardReason.UNANSWERABLE));
        }
        assertThat(agent.bindings()).isEqualTo(before);
    }

    /** T2: everything that was ever overheard, again and again, by whoever and to whichever address. */
    @Test
    void acceptsNothingTwiceThatWasOverheard() {
        Random random = new Random(SEED);
        HomeAgent fresh = Village.agent();
        List<Event> overheard = new ArrayList<>();
        Set<Octets> accepted = new HashSet<>();
        for (int second = 1; second < 2_000; second++) {
            Ipv4 careOf = random.nextBoolean() ? CAFE : TRAIN;
            Event event = request(second, careOf, random.nextInt(3) == 0 ? 0 : 30);
            overheard.add(event);
            assertThat(isAccepted(fresh, second, event)).isTrue();
            accepted.add(Village.payload(event));
            Event again = overheard.get(Math.max(0, overheard.size() - 1 - random.nextInt(10)));
            Event elsewhere = arrives(second + 0.5, CAFE, Village.payload(again));
            assertThat(isAccepted(fresh, second + 0.5, elsewhere))
                    .as("seed %s, second %s", SEED, second)
                    .isFalse();
        }
        assertThat(accepted).hasSizeGreaterThan(1_000);
    }

    private static boolean isAccepted(HomeAgent agent, double second, Event event) {
        return agent.handle(at(second), event).stream().anyMatch(Effect.Accepted.class::isInstance);
    }

    private static void assertUntouched(HomeAgent agent, List<Binding> before, Octets octets, String what) {
        List<Effect> effects = agent.handle(at(1), arrives(1, TRAIN, octets));
        assertThat(effects)
                .as(what)
                .isNotEmpty()
                .allMatch(effect -> effect instanceof Effect.Discard || effect instanceof Effect.Violation);
        assertThat(agent.bindings()).as(what).isEqualTo(before);
    }
}
