package org.mobileip.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SegmentsTest {

    private static final class Some extends Segments.Segment {
        Some(int depth) {
            super(depth);
        }
    }

    private final Segments<Some> segments = new Segments<>(Some::new);

    private void split(int hash) {
        Some full = segments.at(hash);
        segments.split(hash, full, new Some(full.depth() + 1), new Some(full.depth() + 1));
    }

    @Test
    void oneThatIsSplitBecomesTwoByTheNextBitAndAllOthersStayWhatTheyWere() {
        Some other = segments.at(0x13ffffff);
        Some next = segments.at(0x11000000);
        split(0x12345678);
        split(0x12345678);
        assertThat(segments.at(0x13ffffff)).isSameAs(other);
        assertThat(segments.at(0x11000000)).isSameAs(next);
        assertThat(segments.at(0x12000000).depth()).isEqualTo(10);
        assertThat(segments.at(0x12000000)).isSameAs(segments.at(0x123fffff)).isNotSameAs(segments.at(0x12400000));
        assertThat(segments.at(0x12400000)).isSameAs(segments.at(0x127fffff)).isNotSameAs(segments.at(0x12800000));
        assertThat(segments.at(0x12800000).depth()).isEqualTo(9);
        assertThat(segments.at(0x12800000)).isSameAs(segments.at(0x12ffffff));
    }

    @Test
    void whoeverHasOneThatIsNoMoreIsToldSo() {
        Some full = segments.at(0x12345678);
        Some other = segments.at(0x13000000);
        assertThat(segments.isStill(full, 0x12345678)).isTrue();
        split(0x12345678);
        assertThat(segments.isStill(full, 0x12345678)).isFalse();
        Some half = segments.at(0x12345678);
        segments.replace(0x12345678, half, new Some(half.depth()));
        assertThat(segments.isStill(half, 0x12345678)).isFalse();
        assertThat(segments.isStill(other, 0x13000000)).isTrue();
    }

    @Test
    void eachIsShownOnceWithTheBitsItsHashesBeginWith() {
        split(0xff000000);
        split(0xffc00000);
        Set<Some> seen = new HashSet<>();
        List<Integer> firsts = new ArrayList<>();
        segments.forEach((first, segment) -> {
            assertThat(seen.add(segment)).isTrue();
            assertThat(segments.at(first)).isSameAs(segment);
            firsts.add(first);
        });
        assertThat(seen).hasSize(258);
        assertThat(firsts).endsWith(0xff000000, 0xff800000, 0xffc00000).doesNotHaveDuplicates();
    }

    /** Else whoever chooses addresses could have tables made of very many segments of few entries each. */
    @Test
    void isNotSplitFinerThanTheTableIsLarge() {
        Some first = segments.at(0);
        assertThat(segments.canSplit(first, 512 * 16)).isTrue();
        assertThat(segments.canSplit(first, 512 * 16 - 1)).isFalse();
        split(0);
        assertThat(segments.canSplit(segments.at(0x01000000), 0))
                .as("there are bits for it already")
                .isTrue();
        assertThat(segments.canSplit(segments.at(0), 512 * 16)).isFalse();
    }
}
