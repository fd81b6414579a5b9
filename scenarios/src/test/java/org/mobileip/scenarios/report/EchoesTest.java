package org.mobileip.scenarios.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mobileip.net.Octets;
import org.mobileip.scenarios.language.Scenario;

/** Echoes as a capture shows them, and the picture of their round trips. */
final class EchoesTest {

    private static final String SCRIPT = """
            network home  10.10.0.0/24
            home-agent ha  on home  address 10.10.0.1
            mobile     mn  home 10.10.0.57
            host       cn  on home  address 10.10.0.200
            stream quick  ping  cn <-> mn  every 10ms
            stream slow   ping  cn -> mn   every 1s
            at 2s   stop
            """;

    /** Ethernet and IPv4 headers of ICMP between 10.10.0.200 (c8) and 10.10.0.57 (39). */
    private static final String THERE =
            "0000000000000000000000000800" + "45000024000000004001" + "0000" + "0a0a00c8" + "0a0a0039";

    private static final String BACK =
            "0000000000000000000000000800" + "45000024000000004001" + "0000" + "0a0a0039" + "0a0a00c8";

    private final Scenario scenario;
    private final EchoCollector collector;
    private int frames;

    EchoesTest() throws IOException {
        this.scenario = ScenarioOf.script(SCRIPT);
        this.collector = new EchoCollector(scenario);
    }

    private void see(double at, String node, boolean outbound, String octets) {
        Octets frame = Octets.ofHex(octets);
        InnerPacket packet = InnerPacket.of(frame).orElseThrow();
        collector.look(new PacketReader.Passing(++frames, at, node, "home", outbound, frame), packet);
    }

    private static String echo(int type, int identifier, int sequence) {
        return String.format("%02x000000%04x%04x0000000000000000", type, identifier, sequence);
    }

    @Test
    void anAnswerBelongsToTheRequestOfItsSenderIdentifierAndNumber() {
        see(0, "cn", true, THERE + echo(8, 7, 0));
        see(1, "mn", false, THERE + echo(8, 7, 0));
        see(1.5, "mn", true, BACK + echo(0, 7, 0));
        see(4, "cn", false, BACK + echo(0, 7, 0));
        see(5, "cn", false, BACK + echo(0, 7, 0));
        see(10, "mn", true, BACK + echo(8, 9, 0));
        see(11, "cn", true, THERE + echo(8, 8, 0));
        see(13, "mn", false, THERE + echo(0, 9, 0));
        see(20, "cn", true, THERE + echo(8, 7, 1));

        List<Packets.Echoes> all = collector.inOrder();
        assertThat(all)
                .extracting(each -> each.stream().name() + (each.isBack() ? " back" : ""))
                .containsExactly("quick", "quick back", "slow");
        assertThat(all.get(0).all())
                .containsExactly(new Packets.Echo(0, Optional.of(4.0)), new Packets.Echo(20, Optional.empty()));
        assertThat(all.get(1).all()).containsExactly(new Packets.Echo(10, Optional.of(3.0)));
        assertThat(all.get(2).all()).containsExactly(new Packets.Echo(11, Optional.empty()));
    }

    @Test
    void aNumberThatComesAgainAfterSixteenBitsIsAnotherEcho() {
        see(0, "cn", true, THERE + echo(8, 7, 0));
        see(2, "cn", false, BACK + echo(0, 7, 0));
        see(655_360, "cn", true, THERE + echo(8, 7, 0));
        see(655_365, "cn", false, BACK + echo(0, 7, 0));

        assertThat(collector.inOrder().get(0).all())
                .extracting(echo -> echo.roundTrip().orElse(-1.0))
                .satisfiesExactly(first -> assertThat(first).isEqualTo(2), second -> assertThat(second)
                        .isCloseTo(5, within(1e-6)));
    }

    /** 0 to 2 s are 0 to 200 wide, so that an echo at 1 s stands at 100; 10 ms are 50 high. */
    @Test
    void theSpreadReachesFromTheShortestToTheLongestAndTheLineIsTheirMedian() {
        List<Packets.Echo> all = List.of(
                new Packets.Echo(1000, Optional.of(2.0)),
                new Packets.Echo(1001, Optional.of(10.0)),
                new Packets.Echo(1002, Optional.of(4.0)),
                new Packets.Echo(1500, Optional.empty()));
        Packets.Echoes echoes = new Packets.Echoes(scenario.streams().get(0), false, all);
        Svg svg = new Svg(200);
        RoundTripRow row = new RoundTripRow(echoes, new Axis(0, 2, 0, 200));
        row.draw(svg, 0, 50);
        String picture = svg.finish("t", "d");

        assertThat(row.most()).isEqualTo(10);
        assertThat(row.lost()).isEqualTo(1);
        assertThat(picture)
                .contains("d=\"M100.4 0V40.5\"")
                .contains("d=\"M100.4 30\"")
                .contains("d=\"M150 50v8\"");
    }

    @Test
    void packetsLostOneAfterTheOtherAreToldTogether() {
        List<Packets.Trip> trips =
                List.of(trip(0, false), trip(1, true), trip(2, true), trip(3, true), trip(4, false), trip(5, true));

        assertThat(LossRuns.of(trips))
                .extracting(LossRuns::told)
                .containsExactly("3 packets lost, numbers 1–3, sent within 20.0 ms", "1 packet lost, number 5");
    }

    private static Packets.Trip trip(int number, boolean isLost) {
        return new Packets.Trip(
                number, 10 * number, "home", isLost ? List.of() : List.of(10.0 * number + 1), isLost ? 0 : 1);
    }
}
