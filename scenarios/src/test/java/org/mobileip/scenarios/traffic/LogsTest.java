package org.mobileip.scenarios.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.mobileip.scenarios.language.Direction;
import org.mobileip.scenarios.measure.DatagramFlow.Arrival;
import org.mobileip.scenarios.measure.PingFlow.Echo;
import org.mobileip.scenarios.measure.TcpFlow.Received;

class LogsTest {

    private static final long MILLI = 1_000_000;

    @Nested
    class Datagrams {

        private final DatagramLog log = new DatagramLog();

        @Test
        void knowWhatWasSentWhatArrivedAndWhatCameTwice() {
            assertThat(log.sent(10)).isZero();
            assertThat(log.sent(20)).isEqualTo(1);
            assertThat(log.sent(30)).isEqualTo(2);
            assertThat(log.arrived(2, 31)).isTrue();
            assertThat(log.arrived(0, 32)).isTrue();
            assertThat(log.arrived(2, 33)).isTrue();
            assertThat(log.isComplete()).isFalse();

            var flow = log.flow("voice", Direction.UP, 10);
            assertThat(flow.sentNanos()).containsExactly(10L, 20L, 30L);
            assertThat(flow.arrivals())
                    .containsExactly(new Arrival(2, 31, false), new Arrival(0, 32, false), new Arrival(2, 33, true));

            assertThat(log.arrived(1, 34)).isTrue();
            assertThat(log.isComplete()).isTrue();
            assertThat(flow.arrivals()).hasSize(3);
        }

        @Test
        void refuseWhatWasNeverSent() {
            log.sent(10);
            assertThat(log.arrived(1, 11)).isFalse();
            assertThat(log.arrived(-1, 11)).isFalse();
            assertThat(log.flow("voice", Direction.UP, 10).arrivals()).isEmpty();
        }

        @Test
        void growBeyondTheirFirstRoom() {
            for (int i = 0; i < 5000; i++) {
                log.sent(i);
                log.arrived(i, i + 1);
            }
            assertThat(log.flow("voice", Direction.UP, 1).arrivals()).last().isEqualTo(new Arrival(4999, 5000, false));
        }
    }

    @Nested
    class Echoes {

        private final EchoLog log = new EchoLog();

        @Test
        void takeTheFirstAnswerToEachRequest() {
            assertThat(log.sent(10)).isZero();
            assertThat(log.sent(20)).isEqualTo(1);
            log.answered(0, 15);
            log.answered(0, 16);
            log.answered(7, 17);
            assertThat(log.flow("ping", 10).echoes())
                    .containsExactly(new Echo(10, OptionalLong.of(15)), new Echo(20, OptionalLong.empty()));
            assertThat(log.isComplete()).isFalse();
            log.answered(1, 21);
            assertThat(log.isComplete()).isTrue();
        }

        @Test
        void followSequenceNumbersThatBeginAgain() {
            for (int i = 0; i < 65_536 + 3; i++) {
                assertThat(log.sent(i)).isEqualTo(i % 65_536);
            }
            log.answered(2, 1_000_002);
            log.answered(3, 1_000_003);
            log.answered(65_535, 1_000_004);
            var echoes = log.flow("ping", 1).echoes();
            assertThat(echoes.get(65_538).answeredNanos()).hasValue(1_000_002);
            assertThat(echoes.get(3).answeredNanos()).hasValue(1_000_003);
            assertThat(echoes.get(65_535).answeredNanos()).hasValue(1_000_004);
            assertThat(echoes.get(2).answeredNanos()).isEmpty();
        }
    }

    @Nested
    class Progress {

        @Test
        void keepsTheFirstAndTheLastReadingOfEachMillisecond() {
            ProgressLog log = new ProgressLog(100);
            log.add(0, 1);
            log.add(300_000, 2);
            log.add(900_000, 3);
            log.add(40 * MILLI, 4);
            log.add(40 * MILLI + 1, 5);
            assertThat(log.readings())
                    .containsExactly(
                            new Received(0, 1),
                            new Received(900_000, 3),
                            new Received(40 * MILLI, 4),
                            new Received(40 * MILLI + 1, 5));
        }

        @Test
        void staysWithinItsBoundAndKeepsEveryLongPauseToTheNanosecond() {
            Random random = new Random(5944);
            ProgressLog log = new ProgressLog(200);
            List<Long> pauses = new ArrayList<>();
            long now = 0;
            for (int i = 0; i < 100_000; i++) {
                boolean pause = i % 20_000 == 10_000;
                long step = pause ? 5_000 * MILLI + random.nextInt(1000) : random.nextInt(1_000_000);
                now += step;
                log.add(now, i);
                if (pause) {
                    pauses.add(step);
                }
            }
            assertThat(log.readings()).hasSizeLessThanOrEqualTo(201);
            assertThat(steps(log.readings())).containsAll(pauses);
            assertThat(log.readings()).last().isEqualTo(new Received(now, 99_999));
        }

        private List<Long> steps(List<Received> readings) {
            List<Long> steps = new ArrayList<>();
            for (int i = 1; i < readings.size(); i++) {
                steps.add(readings.get(i).nanos() - readings.get(i - 1).nanos());
            }
            return steps;
        }
    }
}
