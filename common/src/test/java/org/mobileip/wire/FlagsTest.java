package org.mobileip.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** The bits are those of the diagrams in RFC 5944 §3.3 and §2.1.1, from the highest down. */
class FlagsTest {

    private static final List<Predicate<RequestFlags>> ASKED_OF_REQUESTS = List.of(
            RequestFlags::simultaneousBindings,
            RequestFlags::broadcastDatagrams,
            RequestFlags::decapsulationByMobileNode,
            RequestFlags::minimalEncapsulation,
            RequestFlags::gre,
            RequestFlags::reservedR,
            RequestFlags::reverseTunneling,
            RequestFlags::reservedX);

    @Test
    void everyFlagOfARequestIsItsOwnBitAndNoOther() {
        for (int set = 0; set < 8; set++) {
            RequestFlags flags = new RequestFlags(0x80 >> set);
            for (int asked = 0; asked < 8; asked++) {
                assertThat(ASKED_OF_REQUESTS.get(asked).test(flags))
                        .as("bit %d of %s", asked, flags)
                        .isEqualTo(asked == set);
            }
        }
    }

    @Test
    void requestsAreToldInTheLettersOfTheRfc() {
        assertThat(new RequestFlags(0xff)).hasToString("S|B|D|M|G|r|T|x");
        assertThat(new RequestFlags(0x81)).hasToString("S|x");
        assertThat(new RequestFlags(0x22)).hasToString("D|T");
        assertThat(RequestFlags.NONE).hasToString("none");
    }

    @Test
    void requestFlagsAreAddedAndTakenAway() {
        RequestFlags both = RequestFlags.GRE.with(RequestFlags.REVERSE_TUNNELING);
        assertThat(both.bits()).isEqualTo(0x0a);
        assertThat(both.without(RequestFlags.GRE)).isEqualTo(RequestFlags.REVERSE_TUNNELING);
        assertThat(both.has(RequestFlags.GRE)).isTrue();
        assertThat(RequestFlags.GRE.has(both)).isFalse();
        assertThatThrownBy(() -> new RequestFlags(0x100)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void agentsAreToldInTheLettersOfTheRfc() {
        assertThat(new AgentFlags(0x8000)).hasToString("R");
        assertThat(AgentFlags.HOME_AGENT.with(AgentFlags.FOREIGN_AGENT).bits()).isEqualTo(0x3000);
        assertThat(new AgentFlags(0)).hasToString("none");
        assertThat(new AgentFlags(0x3000).has(AgentFlags.HOME_AGENT)).isTrue();
        assertThat(new AgentFlags(0x1000).has(AgentFlags.HOME_AGENT)).isFalse();
        assertThatThrownBy(() -> new AgentFlags(0x10000)).isInstanceOf(IllegalArgumentException.class);
    }
}
