package org.mobileip.homeagent.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Ipv4;
import org.mobileip.net.TunnelPath;
import org.mobileip.net.UdpEnd;

class PlainForwardsTest {

    private final Random random = new Random(8);
    private final PlainForwards plain = new PlainForwards();

    private TunnelPath path() {
        Encapsulation[] all = {Encapsulation.IPIP, Encapsulation.MINIMAL, Encapsulation.GRE};
        TunnelPath path = new TunnelPath(
                new Ipv4(0xc0000200 + random.nextInt(9)),
                all[random.nextInt(3)],
                random.nextBoolean(),
                random.nextBoolean());
        return random.nextBoolean() ? path : path.within(UdpEnd.at(1 + random.nextInt(65_535)));
    }

    @Test
    void saysOfEachHomeAddressWhatWasSaidLast() {
        Map<Ipv4, TunnelPath> model = new HashMap<>();
        for (int step = 0; step < 20_000; step++) {
            Ipv4 home = new Ipv4(0x0a000000 + random.nextInt(50));
            if (random.nextInt(3) == 0) {
                plain.remove(home);
                model.remove(home);
            } else {
                TunnelPath path = path();
                plain.put(home, path);
                model.put(home, path);
            }
            Ipv4 asked = new Ipv4(0x0a000000 + random.nextInt(50));
            assertThat(plain.get(asked)).isEqualTo(Optional.ofNullable(model.get(asked)));
        }
        Map<Ipv4, TunnelPath> seen = new HashMap<>();
        plain.forEach(seen::put);
        assertThat(seen).isEqualTo(model);
    }

    @Test
    void twoPathsAndPortsThatAreYetToBeToldAreNotPlain() {
        TunnelPath path = TunnelPath.to(Ipv4.parse("192.0.2.44"));
        assertThat(PlainForwards.suits(List.of(path))).isTrue();
        assertThat(PlainForwards.suits(List.of(path.within(UdpEnd.at(434))))).isTrue();
        assertThat(PlainForwards.suits(List.of())).isFalse();
        assertThat(PlainForwards.suits(List.of(path, path))).isFalse();
        assertThat(PlainForwards.suits(List.of(path.within(UdpEnd.halfBound()))))
                .isFalse();
    }
}
