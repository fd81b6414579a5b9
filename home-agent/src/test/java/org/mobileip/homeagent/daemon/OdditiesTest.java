package org.mobileip.homeagent.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.Test;
import org.mobileip.homeagent.Effect;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.time.Tick;
import org.mobileip.wire.MobileNetworkAcknowledgement;
import org.mobileip.wire.MobileNetworkAcknowledgement.Code;
import org.mobileip.wire.MobileNetworkAcknowledgement.Mode;

/** What is odd is counted each time, and told now and then. */
class OdditiesTest {

    private static final Ipv4 HOME = Ipv4.parse("10.10.0.57");
    private static final Ipv4 CAFE = Ipv4.parse("192.168.7.44");
    private static final Tick NOON = new Tick(0);

    private final List<String> log = new ArrayList<>();
    private final List<String> events = new ArrayList<>();
    private final Oddities oddities = new Oddities(new Lines(), events::add);

    private final class Lines implements Diary {
        @Override
        public boolean isWritten(Level level) {
            return true;
        }

        @Override
        public void write(Level level, String pattern, Object... values) {
            String line = pattern;
            for (Object value : values) {
                int at = line.indexOf("{}");
                line = line.substring(0, at) + value + line.substring(at + 2);
            }
            log.add(line);
        }
    }

    private Map<String, Object> counters() {
        Map<String, Object> document = new LinkedHashMap<>();
        oddities.addTo(document);
        return document;
    }

    private static Effect.NetworksRefused refused(Code code, String network) {
        return new Effect.NetworksRefused(
                "van", HOME, List.of(new MobileNetworkAcknowledgement(Mode.EXPLICIT, code, 24, Ipv4.parse(network))));
    }

    @Test
    void countsEveryNetworkThatIsRefusedByItsReasonAndTellsOfEachReasonOnceASecond() {
        oddities.note(NOON, refused(Code.UNAUTHORIZED, "10.20.4.0"));
        oddities.note(NOON, refused(Code.UNAUTHORIZED, "10.20.5.0"));
        oddities.note(NOON, refused(Code.FORWARDING_SETUP_FAILED, "10.20.3.0"));
        oddities.note(NOON.plus(Duration.ofSeconds(1)), refused(Code.UNAUTHORIZED, "10.20.6.0"));
        assertThat(counters())
                .containsEntry("networks_refused", Map.of("unauthorized", 3L, "forwarding_setup_failed", 1L));
        assertThat(log)
                .containsExactly(
                        "networks-refused node=van home=10.10.0.57 networks=\"10.20.4.0/24: "
                                + Code.UNAUTHORIZED.meaning() + "\"",
                        "networks-refused node=van home=10.10.0.57 networks=\"10.20.3.0/24: "
                                + Code.FORWARDING_SETUP_FAILED.meaning() + "\"",
                        "networks-refused node=van home=10.10.0.57 networks=\"10.20.6.0/24: "
                                + Code.UNAUTHORIZED.meaning() + "\" suppressed=1");
        assertThat(events).hasSize(3);
    }

    @Test
    void countsEveryMappingThatANatHasChangedAndTellsOfOneASecond() {
        for (int port = 1001; port <= 1010; port++) {
            oddities.note(
                    NOON.plus(Duration.ofMillis(port)),
                    new Effect.Remapped(
                            "laptop",
                            HOME,
                            CAFE,
                            new Endpoint(Ipv4.parse("203.0.113.7"), port - 1),
                            new Endpoint(Ipv4.parse("203.0.113.7"), port)));
        }
        assertThat(counters()).containsEntry("nat_mappings_moved", 10L);
        assertThat(log)
                .containsExactly("nat-mapping-moved node=laptop home=10.10.0.57 careof=192.168.7.44"
                        + " before=203.0.113.7:1000 after=203.0.113.7:1001");
        assertThat(events).containsExactly("laptop behind NAT 203.0.113.7:1000 -> 203.0.113.7:1001");
    }

    @Test
    void tellsOfPacketsThatSomebodyMakesUp() {
        assertThat(oddities.isDue(NOON)).isTrue();
        oddities.look(NOON, Map.of("outer_source_not_care_of", 12L));
        assertThat(log).containsExactly("tunnel-forgeries reason=outer_source_not_care_of packets=12 explain=forged");
        assertThat(oddities.isDue(NOON.plus(Duration.ofSeconds(59)))).isFalse();
    }
}
