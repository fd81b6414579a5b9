package org.mobileip.homeagent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.homeagent.Village.ASSOCIATION;
import static org.mobileip.homeagent.Village.CAFE;
import static org.mobileip.homeagent.Village.CO_LOCATED;
import static org.mobileip.homeagent.Village.HOME;
import static org.mobileip.homeagent.Village.arrives;
import static org.mobileip.homeagent.Village.at;
import static org.mobileip.homeagent.Village.replyIn;
import static org.mobileip.homeagent.Village.sendIn;
import static org.mobileip.homeagent.Village.unsigned;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mobileip.auth.SecurityAssociation;
import org.mobileip.auth.SecurityAssociations;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.wire.AuthenticationExtension.Kind;
import org.mobileip.wire.RequestFlags;
import org.mobileip.wire.ServiceSelection;

/** Services that nodes register for (RFC 5446 §4.2); extensions are octets by hand from its diagram. */
class ServicesTest {

    private static final String IMS = "97 03 696d73";
    private static final String VOIP = "97 04 766f6970";
    private static final Ipv4 FOREIGN = Ipv4.parse("10.1.4.1");
    private static final SecurityAssociation SHARED = Village.association(300, "between agents..");

    private final HomeAgent agent = Village.agent(settings());

    private static HomeAgentSettings settings() {
        return Village.settings(
                Village.GRANTS,
                false,
                List.of(new ForeignAgentPeer(FOREIGN, SecurityAssociations.of(SHARED))),
                Village.LAPTOP.withServices(Set.of(ServiceSelection.of("ims"))),
                Village.TABLET.withServices(Set.of()));
    }

    private static List<Effect> registers(HomeAgent agent, int second, int lifetime, String extensions) {
        Octets message = unsigned(second, CAFE, lifetime, CO_LOCATED).encode().plus(Octets.ofHex(extensions));
        return agent.handle(at(second), arrives(second, CAFE, ASSOCIATION.sign(message, Kind.MOBILE_HOME)));
    }

    private List<Effect> registers(int second, String extensions) {
        return registers(agent, second, 60, extensions);
    }

    private static int code(List<Effect> effects) {
        return replyIn(effects).code().value();
    }

    /** The extension comes back unchanged, before the authenticator. */
    @Test
    void grantsTheServiceThatANodeMayHaveAndSaysSo() {
        List<Effect> effects = registers(0, IMS);
        assertThat(code(effects)).isZero();
        assertThat(sendIn(effects).octets().slice(20, 25)).isEqualTo(Octets.ofHex(IMS));
        assertThat(sendIn(effects).octets().u8(25)).isEqualTo(32);
        assertThat(agent.bindings().get(0).service()).contains(ServiceSelection.of("ims"));
    }

    @Test
    void denies151ToANodeThatMayNotHaveTheService() {
        List<Effect> effects = registers(0, VOIP);
        assertThat(code(effects)).isEqualTo(151);
        assertThat(replyIn(effects).extensions())
                .extracting(each -> each.type())
                .containsExactly(32);
        assertThat(agent.bindings()).isEmpty();
    }

    /** §3: "act as if the default service had been requested". */
    @Test
    void takesSilenceForTheDefaultServiceWhichEverybodyMayHave() {
        assertThat(code(registers(0, ""))).isZero();
        assertThat(agent.bindings().get(0).service()).isEmpty();
    }

    /** §4.2: deny, and delete any binding with the existing home address. */
    @Test
    void endsTheBindingOfANodeThatWantsAnotherServiceAndMayNotHaveIt() {
        registers(0, IMS);
        List<Effect> effects = registers(1, VOIP);
        assertThat(code(effects)).isEqualTo(151);
        assertThat(agent.bindings()).isEmpty();
        assertThat(effects).contains(new Effect.Forward(HOME, List.of()), new Effect.Release(HOME, false));
        assertThat(Village.changes(effects)).contains(new Change.Unbound(HOME, CAFE));
    }

    @Test
    void keepsTheBindingOfANodeThatIsDeniedForAnotherReason() {
        registers(0, IMS);
        Octets circle = unsigned(1, HOME, 60, CO_LOCATED).encode().plus(Octets.ofHex(IMS));
        assertThat(code(agent.handle(at(1), arrives(1, CAFE, ASSOCIATION.sign(circle, Kind.MOBILE_HOME)))))
                .isEqualTo(134);
        assertThat(agent.bindings()).hasSize(1);
    }

    @Test
    void changesTheServiceOfANodeThatMayHaveBoth() {
        registers(0, IMS);
        assertThat(code(registers(1, ""))).isZero();
        assertThat(agent.bindings().get(0).service()).isEmpty();
    }

    @Test
    void deregistersWhateverTheServiceIs() {
        registers(0, IMS);
        assertThat(code(registers(agent, 1, 0, VOIP))).isZero();
        assertThat(agent.bindings()).isEmpty();
    }

    /** Then it is one of the extensions that may be skipped (RFC 5944 §1.8), and nothing is echoed. */
    @Test
    void stepsOverItWhereNoNodeHasServices() {
        HomeAgent plain = Village.agent();
        List<Effect> effects = registers(plain, 0, 60, VOIP);
        assertThat(code(effects)).isZero();
        assertThat(replyIn(effects).extensions())
                .extracting(each -> each.type())
                .containsExactly(32);
        assertThat(plain.bindings().get(0).service()).isEmpty();
    }

    @Test
    void believesNoServiceThatNobodyHasSigned() {
        Octets signed = ASSOCIATION.sign(unsigned(0, CAFE, 60, CO_LOCATED).encode(), Kind.MOBILE_HOME);
        assertThat(code(agent.handle(at(0), arrives(0, CAFE, signed.plus(Octets.ofHex(VOIP))))))
                .isZero();
    }

    /** §4.3, §3: a foreign agent may name one for the node, before its own authenticator. */
    @Test
    void believesTheServiceThatAForeignAgentHasSigned() {
        RequestFlags reverse = RequestFlags.NONE.with(RequestFlags.REVERSE_TUNNELING);
        Octets signed = ASSOCIATION.sign(unsigned(0, FOREIGN, 60, reverse).encode(), Kind.MOBILE_HOME);
        Octets relayed = SHARED.sign(signed.plus(Octets.ofHex(VOIP)), Kind.FOREIGN_HOME);
        assertThat(code(agent.handle(at(0), arrives(0, FOREIGN, relayed)))).isEqualTo(151);
        Octets again = ASSOCIATION.sign(unsigned(1, FOREIGN, 60, reverse).encode(), Kind.MOBILE_HOME);
        Octets behind = SHARED.sign(again, Kind.FOREIGN_HOME).plus(Octets.ofHex(VOIP));
        assertThat(code(agent.handle(at(1), arrives(1, FOREIGN, behind))))
                .as("behind it anybody may have put it")
                .isZero();
    }

    @Test
    void keepsTheServiceOverARestart() {
        List<Effect> bound = registers(0, IMS);
        HomeAgent restarted = new HomeAgent(settings(), Map.of(), Village.nonces(), at(0));
        restarted.handle(at(2), Village.restored(bound));
        assertThat(restarted.bindings().get(0).service()).contains(ServiceSelection.of("ims"));
    }
}
