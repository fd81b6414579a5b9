package org.mobileip.scenarios.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mobileip.net.Octets;

class FramesInOrderTest {

    private static final CaptureInterface A = new CaptureInterface("a", "home", "");
    private static final CaptureInterface B = new CaptureInterface("b", "home", "");

    private final List<String> told = new ArrayList<>();
    private final FramesInOrder inOrder =
            new FramesInOrder((id, frame, sighting) -> told.add(id.captured().node() + id.index()));

    private void add(CaptureInterface where, int index, long nanos) {
        inOrder.add(new FrameId(where, index), new CapturedFrame(nanos, false, Octets.EMPTY, 0));
    }

    @Test
    void tellsOfTheFramesOfAllInterfacesInTheOrderOfTheirTimes() {
        add(A, 0, 10);
        add(A, 1, 30);
        add(B, 0, 20);
        inOrder.tell(Long.MAX_VALUE);
        assertThat(told).containsExactly("a0", "b0", "a1");
        assertThat(inOrder.isEmpty()).isTrue();
    }

    @Test
    void keepsBackWhatAnEarlierOneMayYetComeBefore() {
        add(A, 0, 10);
        add(A, 1, 30);
        inOrder.tell(15);
        assertThat(told).containsExactly("a0");
        add(B, 0, 20);
        inOrder.tell(30);
        assertThat(told).containsExactly("a0", "b0", "a1");
    }

    @Test
    void framesOfTheSameMomentStayInTheOrderTheyWereReadIn() {
        for (int i = 0; i < 100; i++) {
            add(A, i, 10);
        }
        inOrder.tell(10);
        assertThat(told).hasSize(100).startsWith("a0", "a1", "a2").endsWith("a99");
    }
}
