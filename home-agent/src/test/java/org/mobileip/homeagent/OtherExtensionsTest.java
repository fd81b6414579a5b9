package org.mobileip.homeagent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.homeagent.Village.AGENT;
import static org.mobileip.homeagent.Village.ASSOCIATION;
import static org.mobileip.homeagent.Village.CAFE;
import static org.mobileip.homeagent.Village.CO_LOCATED;
import static org.mobileip.homeagent.Village.arrives;
import static org.mobileip.homeagent.Village.at;
import static org.mobileip.homeagent.Village.replyIn;
import static org.mobileip.homeagent.Village.sendIn;
import static org.mobileip.homeagent.Village.unsigned;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mobileip.auth.SecurityAssociation;
import org.mobileip.auth.SecurityAssociations;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.wire.AuthenticationExtension.Kind;
import org.mobileip.wire.MessageString;
import org.mobileip.wire.RequestFlags;

/** Vendors' extensions (RFC 3115) and words for people (RFC 4917); extensions are octets by hand from their diagrams. */
class OtherExtensionsTest {

    private static final String CRITICAL = "26 00 0008 00000009 0001 beef";
    private static final String NORMAL = "86 0a 0000 00000009 0001 beef";
    private static final Ipv4 FOREIGN = Ipv4.parse("10.1.4.1");
    private static final SecurityAssociation SHARED = Village.association(300, "between agents..");

    private final HomeAgent agent = Village.agent(Village.settings(
            Village.GRANTS,
            false,
            List.of(new ForeignAgentPeer(FOREIGN, SecurityAssociations.of(SHARED))),
            Village.LAPTOP.withMessage(MessageString.ofHomeAgent("Hi"))));

    private List<Effect> registers(String extensions) {
        Octets message = unsigned(0, CAFE, 60, CO_LOCATED).encode().plus(Octets.ofHex(extensions));
        return agent.handle(at(0), arrives(0, CAFE, ASSOCIATION.sign(message, Kind.MOBILE_HOME)));
    }

    @Test
    void deniesACriticalExtensionOfTheNodeWithCode140() {
        assertThat(replyIn(registers(CRITICAL)).code().value()).isEqualTo(140);
        assertThat(agent.bindings()).isEmpty();
    }

    @Test
    void deniesACriticalExtensionOfTheForeignAgentWithCode141() {
        RequestFlags reverse = RequestFlags.NONE.with(RequestFlags.REVERSE_TUNNELING);
        Octets signed = ASSOCIATION.sign(unsigned(0, FOREIGN, 60, reverse).encode(), Kind.MOBILE_HOME);
        Octets relayed = SHARED.sign(signed.plus(Octets.ofHex(CRITICAL)), Kind.FOREIGN_HOME);
        assertThat(replyIn(agent.handle(at(0), arrives(0, FOREIGN, relayed)))
                        .code()
                        .value())
                .isEqualTo(141);
    }

    @Test
    void stepsOverANormalExtension() {
        assertThat(replyIn(registers(NORMAL)).code().value()).isZero();
    }

    @Test
    void isSilentAboutACriticalExtensionOfWhoeverCannotSign() {
        Octets message = unsigned(0, CAFE, 60, CO_LOCATED).encode().plus(Octets.ofHex(CRITICAL));
        assertThat(agent.handle(at(0), arrives(0, CAFE, SHARED.sign(message, Kind.MOBILE_HOME))))
                .noneMatch(Effect.Send.class::isInstance);
    }

    @Test
    void hasAWordForThePersonInEveryReplyBeforeTheAuthenticator() {
        Octets accepted = sendIn(registers("")).octets();
        assertThat(accepted.slice(20, 25)).isEqualTo(Octets.ofHex("91 03 01 4869"));
        assertThat(accepted.u8(25)).isEqualTo(32);
        assertThat(replyIn(registers("")).code().value()).as("the same again").isZero();
    }

    @Test
    void saysWhyItDropsANode() {
        registers("8906 0000 dc12c500");
        List<Effect> effects = agent.handle(
                at(5),
                new Event.Drop(
                        Village.MIDNIGHT.plusSeconds(5), "laptop", Optional.of(MessageString.ofHomeAgent("Bye"))));
        assertThat(sendIn(effects).octets())
                .isEqualTo(ASSOCIATION.sign(
                        Octets.ofHex("07 00 c000 0a01010a 0a010114 0a01020f dc12c505 91 04 01 427965"),
                        Kind.MOBILE_HOME));
        assertThat(sendIn(effects).source()).isEqualTo(AGENT);
    }
}
