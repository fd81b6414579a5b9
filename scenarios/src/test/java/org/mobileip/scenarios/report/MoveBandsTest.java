package org.mobileip.scenarios.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.mobileip.scenarios.measure.MoveFrames;
import org.mobileip.scenarios.measure.MoveResult;
import org.mobileip.scenarios.measure.Phases;

/** The numbers of moves above the whole run can be read, however close the moves are. */
class MoveBandsTest {

    private static final Pattern LABEL = Pattern.compile("<text x=\"([0-9.]+)\" y=\"([0-9.]+)\"[^>]*>([^<]+)<");

    /** A number, its middle and its line. */
    private record Label(double x, double y, String text) {}

    private static MoveResult moveAt(long millis) {
        Optional<Duration> unseen = Optional.empty();
        return new MoveResult(
                Duration.ofMillis(millis),
                "mn",
                Optional.of("home"),
                "cafe",
                Phases.NONE,
                unseen,
                unseen,
                Map.of(),
                Map.of(),
                MoveFrames.NONE);
    }

    /** Of a picture in which a second is 100 wide. */
    private static MoveBands bands(long... millis) {
        List<MoveResult> moves =
                Arrays.stream(millis).mapToObj(MoveBandsTest::moveAt).toList();
        return new MoveBands(moves, new Axis(0, 10, 0, 1000));
    }

    private static List<Label> labels(MoveBands bands) {
        Svg svg = new Svg(1000);
        bands.draw(svg, 200);
        return LABEL.matcher(svg.finish("", ""))
                .results()
                .map(found -> new Label(
                        Double.parseDouble(found.group(1)), Double.parseDouble(found.group(2)), found.group(3)))
                .toList();
    }

    @Test
    void movesFarApartAreNumberedInOneRow() {
        MoveBands bands = bands(1000, 2000, 3000);
        assertThat(labels(bands))
                .containsExactly(new Label(100, 12, "①"), new Label(200, 12, "②"), new Label(300, 12, "③"));
        assertThat(bands.top()).isEqualTo(18);
    }

    @Test
    void numbersOfMovesAtTheSameTimeStandAboveEachOther() {
        // A digit in a circle is 12 wide, as high as its letters; 50 ms are 5.
        MoveBands bands = bands(1000, 1000, 1050, 3000);
        List<Label> labels = labels(bands);
        assertThat(labels).extracting(Label::text).containsExactly("①", "②", "③", "④");
        assertThat(labels.subList(0, 3)).extracting(Label::y).doesNotHaveDuplicates();
        assertThat(labels.get(3).y()).isEqualTo(labels.get(0).y());
        assertThat(labels).allMatch(label -> label.y() >= 12 && label.y() < bands.top());
    }

    @Test
    void whereThereIsNoRoomForANumberTheBandIsLeft() {
        long[] allAtOnce = new long[30];
        MoveBands bands = bands(allAtOnce);
        assertThat(labels(bands)).hasSizeBetween(1, 6);
        Svg svg = new Svg(1000);
        bands.draw(svg, 200);
        assertThat(svg.finish("", "")).contains("<a href=\"#move-30\">").contains("move 30: mn to cafe");
    }
}
