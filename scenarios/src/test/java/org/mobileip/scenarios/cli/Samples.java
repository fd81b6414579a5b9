package org.mobileip.scenarios.cli;

import java.util.stream.IntStream;
import org.mobileip.scenarios.language.Direction;
import org.mobileip.scenarios.measure.Observations;
import org.mobileip.scenarios.measure.Seen;

/** A script, and what was seen when it was played. */
final class Samples {

    static final String CAFE_TO_LTE = """
            scenario "Café to LTE and home again"

            network home  10.10.0.0/24     delay 1ms
            network cafe  192.0.2.0/24     delay 12ms
            network lte   198.51.100.0/24  delay 35ms

            home-agent ha  on home  address 10.10.0.1
            mobile     mn  home 10.10.0.57
            host       cn  on home  address 10.10.0.200

            stream voice  udp  cn <-> mn  every 10ms  size 160
            stream file   tcp  cn -> mn

            at 0s   move mn to cafe
            at 5s   move mn to lte
            at 10s  move mn to home
            at 12s  stop

            expect  interruption of voice < 100ms  after each move
            expect  registered within 200ms        after each move
            expect  loss of voice < 1%             outside moves
            expect  file intact
            expect  no leak
            """;

    private Samples() {}

    /** All went well. */
    static Observations well() {
        return comingHome(10);
    }

    /**
     * Packets every 10 ms arrive the moment they are sent. Down, the three moves silence them for 30 ms, for 80 ms, and on the
     * way home until the first packet comes so many milliseconds after the move; up, for 20, 70 and 10 ms.
     */
    static Observations comingHome(int firstPacket) {
        return Seen.until(12_000)
                .steps(0, "home", "cafe", 0, 2, 29, 29.5, 30)
                .steps(5000, "cafe", "lte", 0, 3, 76, 77, 80)
                .steps(10_000, "lte", "home", 3, 3.5, 5.5, 6, firstPacket)
                .voice(Direction.DOWN, -500, 0, lost(0, 30, 5000, 5080, 10_000, 10_000 + firstPacket))
                .voice(Direction.UP, -500, 0, lost(0, 20, 5000, 5070, 10_000, 10_010))
                .file(43_201_000, -500, 0, 0, 1_000_000, 5000, 20_000_000, 5230, 21_000_000, 5400, 43_201_000)
                .build();
    }

    /** The datagrams from one time on and before another, for each pair. */
    private static double[] lost(int... pairs) {
        return IntStream.range(0, pairs.length / 2)
                .flatMap(i -> IntStream.range(pairs[2 * i], pairs[2 * i + 1]).filter(time -> time % 10 == 0))
                .asDoubleStream()
                .toArray();
    }
}
