package org.mobileip.mobilenode.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mobileip.control.ControlException;

/** Keys that hand over. */
class MoveKeysTest {

    private static final Map<String, Object> SEEN =
            Map.of("links", List.of(Map.of("interface", "eth0"), Map.of("interface", "wlan0")));

    private final List<String> asked = new ArrayList<>();

    private final MoveKeys keys = new MoveKeys((verb, words) -> {
        asked.add(verb + " " + String.join(" ", words));
        if (words[0].equals("eth0")) {
            throw new ControlException(1, "cannot move to eth0: it is down");
        }
        return Map.of();
    });

    @Test
    void offersEachInterfaceByADigitAndMovesThere() {
        assertThat(keys.press('m', SEEN)).isEqualTo("move to 1 eth0  2 wlan0");
        assertThat(keys.press('2', SEEN)).isEqualTo("moving to wlan0");
        assertThat(asked).containsExactly("move wlan0");
    }

    @Test
    void movesNowhereUnlessItHasOfferedThat() {
        assertThat(keys.press('2', SEEN)).isEmpty();
        keys.press('m', SEEN);
        assertThat(keys.press('3', SEEN)).isEmpty();
        assertThat(keys.press('1', SEEN)).as("offered, but taken back").isEmpty();
        assertThat(keys.press('m', Map.of())).isEqualTo("there is no interface to move to");
        assertThat(asked).isEmpty();
    }

    @Test
    void saysWhyItCannotBe() {
        keys.press('m', SEEN);
        assertThat(keys.press('1', SEEN)).isEqualTo("cannot move to eth0: it is down");
    }
}
