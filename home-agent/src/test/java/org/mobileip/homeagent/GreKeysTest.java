package org.mobileip.homeagent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.homeagent.Village.AGENT;
import static org.mobileip.homeagent.Village.HOME;
import static org.mobileip.homeagent.Village.association;
import static org.mobileip.homeagent.Village.at;
import static org.mobileip.homeagent.Village.replyIn;
import static org.mobileip.homeagent.Village.signed;
import static org.mobileip.homeagent.Village.unsigned;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mobileip.auth.SecurityAssociation;
import org.mobileip.auth.SecurityAssociations;
import org.mobileip.homeagent.HomeAgentSettings.Grants;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Endpoint;
import org.mobileip.net.GreKeys;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.wire.AuthenticationExtension.Kind;
import org.mobileip.wire.Extension;
import org.mobileip.wire.RegistrationReply;
import org.mobileip.wire.ReplyCode;
import org.mobileip.wire.RequestFlags;

/** Keys of GRE tunnels that a foreign agent asks for (RFC 6245 §4.2); its extension by the octets of the RFC's figure. */
class GreKeysTest {

    private static final Ipv4 FOREIGN_AGENT = Ipv4.parse("192.0.2.1");
    private static final SecurityAssociation SHARED = association(512, "a foreign agent.");
    private static final RequestFlags VISITING = RequestFlags.REVERSE_TUNNELING;
    private static final Octets WANTS_01020304 = Octets.ofHex("3000000401020304");
    private static final Octets LEAVES_IT_OPEN = Octets.ofHex("3000000400000000");

    private final HomeAgent agent = granting(Set.of(Encapsulation.IPIP, Encapsulation.GRE), List.of());

    private static HomeAgent granting(Set<Encapsulation> encapsulations, List<ForeignAgentPeer> peers) {
        Grants usual = Village.GRANTS;
        Grants grants =
                new Grants(usual.maximumLifetime(), usual.reverseTunneling(), encapsulations, true, 1000, 8, List.of());
        return Village.agent(Village.settings(grants, false, peers, Village.LAPTOP));
    }

    private static Octets visitor(double second, int lifetime, RequestFlags flags, Octets key) {
        return signed(unsigned(second, FOREIGN_AGENT, lifetime, flags)).plus(key);
    }

    private static List<Effect> relay(HomeAgent agent, double second, Octets request) {
        return agent.handle(
                at(second),
                Village.arrives(second, new Endpoint(FOREIGN_AGENT, 434), new Endpoint(AGENT, 434), 1, request));
    }

    private List<Effect> relay(double second, int lifetime, Octets key) {
        return relay(agent, second, visitor(second, lifetime, VISITING, key));
    }

    /** The key in the reply, in whose extension is nothing else. */
    private static int keyIn(List<Effect> effects) {
        Extension extension = replyIn(effects).extensions().get(1);
        assertThat(extension.encode().toString()).startsWith("30000004");
        assertThat(extension.size()).isEqualTo(8);
        return extension.data().i32(0);
    }

    private static Optional<GreKeys> agreedIn(List<Effect> effects) {
        return effects.stream()
                .filter(Effect.AgreeOnKeys.class::isInstance)
                .map(Effect.AgreeOnKeys.class::cast)
                .map(Effect.AgreeOnKeys::keys)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void assignsAKeyOfItsOwnAndTunnelsByGreWhateverTheFlagsSay() {
        List<Effect> effects = relay(0, 60, WANTS_01020304);
        RegistrationReply reply = replyIn(effects);
        assertThat(reply.code()).isEqualTo(ReplyCode.ACCEPTED);
        assertThat(reply.extensions()).extracting(Extension::type).containsExactly(32, 48);
        int ours = keyIn(effects);
        assertThat(ours).isNotZero();
        assertThat(agent.bindings()).extracting(Binding::encapsulation).containsExactly(Encapsulation.GRE);
        Effect keys = new Effect.AgreeOnKeys(HOME, FOREIGN_AGENT, Optional.of(new GreKeys(0x01020304, ours)));
        assertThat(effects).contains(keys);
        assertThat(effects.indexOf(keys)).isLessThan(effects.indexOf(forwardIn(effects)));
    }

    private static Effect forwardIn(List<Effect> effects) {
        return effects.stream()
                .filter(Effect.Forward.class::isInstance)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void assignsOneForBothWaysWhereTheForeignAgentLeavesItOpen() {
        List<Effect> effects = relay(0, 60, LEAVES_IT_OPEN);
        int ours = keyIn(effects);
        assertThat(agreedIn(effects)).contains(new GreKeys(ours, ours));
    }

    @Test
    void keepsItsKeyOverARestart() {
        List<Effect> effects = relay(0, 60, WANTS_01020304);
        HomeAgent restarted = granting(Set.of(Encapsulation.IPIP, Encapsulation.GRE), List.of());
        assertThat(agreedIn(restarted.handle(at(2), Village.restored(effects)))).isEqualTo(agreedIn(effects));
    }

    @Test
    void keepsItsKeyForAsLongAsTheBindingLasts() {
        int first = keyIn(relay(0, 60, WANTS_01020304));
        assertThat(keyIn(relay(10, 60, WANTS_01020304))).isEqualTo(first);
        assertThat(keyIn(relay(20, 0, WANTS_01020304))).isEqualTo(first);
        assertThat(keyIn(relay(30, 60, WANTS_01020304))).isNotEqualTo(first);
    }

    @Test
    void agreesOnNoneWithWhoeverAsksForNone() {
        relay(0, 60, WANTS_01020304);
        List<Effect> effects = relay(agent, 10, visitor(10, 60, VISITING.with(RequestFlags.GRE), Octets.ofHex("")));
        assertThat(replyIn(effects).extensions()).extracting(Extension::type).containsExactly(32);
        assertThat(agreedIn(effects)).isEmpty();
    }

    @Test
    void deniesWhereItGrantsNoGre() {
        HomeAgent plain = granting(Set.of(Encapsulation.IPIP), List.of());
        RegistrationReply reply = replyIn(relay(plain, 0, visitor(0, 60, VISITING, WANTS_01020304)));
        assertThat(reply.code()).isEqualTo(ReplyCode.REQUESTED_ENCAPSULATION_UNAVAILABLE);
        assertThat(reply.extensions()).extracting(Extension::type).containsExactly(32);
    }

    @Test
    void signsItForTheForeignAgent() throws Exception {
        HomeAgent peer = granting(
                Set.of(Encapsulation.IPIP, Encapsulation.GRE),
                List.of(new ForeignAgentPeer(FOREIGN_AGENT, SecurityAssociations.of(SHARED))));
        Octets request = SHARED.sign(visitor(0, 60, VISITING, WANTS_01020304), Kind.FOREIGN_HOME);
        RegistrationReply reply = replyIn(relay(peer, 0, request));
        assertThat(reply.extensions()).extracting(Extension::type).containsExactly(32, 48, 34);
    }

    @Test
    void isSilentAboutAKeyThatIsCutShortOrOfAnotherKind() {
        for (String unsound : List.of("30000003010203", "3001000401020304")) {
            assertThat(relay(0, 60, Octets.ofHex(unsound))).allMatch(Effect.Discard.class::isInstance);
        }
        assertThat(agent.bindings()).isEmpty();
    }

    @Test
    void keepsTheOneForBothWaysOverARestart() {
        List<Effect> effects = relay(0, 60, LEAVES_IT_OPEN);
        HomeAgent restarted = granting(Set.of(Encapsulation.IPIP, Encapsulation.GRE), List.of());
        assertThat(agreedIn(restarted.handle(at(2), Village.restored(effects)))).isEqualTo(agreedIn(effects));
    }
}
