package org.mobileip.homeagent;

import static org.assertj.core.api.Assertions.assertThat;
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
import org.mobileip.net.Octets;
import org.mobileip.wire.AuthenticationExtension.Kind;
import org.mobileip.wire.NetworkAccessIdentifier;

/** That a home agent says who it is (RFC 3846 §4); extensions are octets by hand from its diagram. */
class IdentityTest {

    /** "h@b.c", sub-type 1. */
    private static final String IDENTITY = "88 06 01 6840622e63";

    private final HomeAgent agent =
            Village.agent(Village.settings().called(Optional.of(NetworkAccessIdentifier.of("h@b.c"))));

    private List<Effect> registers(int second, int lifetime, String extensions) {
        Octets message = unsigned(second, CAFE, lifetime, CO_LOCATED).encode().plus(Octets.ofHex(extensions));
        return agent.handle(at(second), arrives(second, CAFE, ASSOCIATION.sign(message, Kind.MOBILE_HOME)));
    }

    private static boolean isTold(List<Effect> effects) {
        return replyIn(effects).extensions().stream().anyMatch(each -> each.type() == 136);
    }

    @Test
    void tellsANodeThatIsNotRegistered() {
        List<Effect> effects = registers(0, 60, "");
        assertThat(sendIn(effects).octets().slice(20, 28)).isEqualTo(Octets.ofHex(IDENTITY));
        assertThat(sendIn(effects).octets().u8(28))
                .as("§3.1: before the authenticator")
                .isEqualTo(32);
    }

    /** §3.1: it has not understood. */
    @Test
    void doesNotGoOnTellingANodeThatDoesNotSayIt() {
        registers(0, 60, "");
        assertThat(isTold(registers(1, 60, ""))).isFalse();
        assertThat(isTold(registers(2, 0, ""))).isFalse();
        assertThat(isTold(registers(3, 60, ""))).as("a new session").isTrue();
    }

    @Test
    void tellsANodeAgainThatSaysIt() {
        registers(0, 60, "");
        assertThat(isTold(registers(1, 60, IDENTITY))).isTrue();
        assertThat(isTold(registers(2, 60, IDENTITY.replace("88 06 01", "88 06 02"))))
                .as("that of an AAA server")
                .isFalse();
    }

    @Test
    void tellsNobodyWhereItHasNoName() {
        Octets message = unsigned(0, CAFE, 60, CO_LOCATED).encode().plus(Octets.ofHex(IDENTITY));
        assertThat(isTold(Village.agent().handle(at(0), arrives(0, CAFE, ASSOCIATION.sign(message, Kind.MOBILE_HOME)))))
                .isFalse();
    }
}
