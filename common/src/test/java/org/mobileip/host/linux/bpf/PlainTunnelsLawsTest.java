package org.mobileip.host.linux.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Ipv4;
import org.mobileip.net.TunnelPath;

/** Whatever changes, what is said of it is what follows from all tunnels that there are, looked through one by one. */
class PlainTunnelsLawsTest {

    private static final int HOMES = 12;
    private static final int PLACES = 8;
    private static final List<Ipv4> OURS = List.of(Ipv4.parse("203.0.113.1"), Ipv4.parse("203.0.113.2"));

    private record Wanted(Ipv4 localEnd, List<TunnelPath> paths, boolean hasNetworks, Set<Ipv4> lately) {

        boolean leadsTo(Ipv4 exit) {
            return paths.stream().anyMatch(path -> path.careOf().equals(exit));
        }
    }

    private final Random random = new Random(2026);
    private final PlainTunnels tunnels = new PlainTunnels();
    private final Map<Ipv4, Wanted> model = new HashMap<>();

    private static Ipv4 home(int number) {
        return new Ipv4(0x0a0a0000 + number);
    }

    private static Ipv4 place(int number) {
        return new Ipv4(0xc0000200 + number);
    }

    private TunnelPath path() {
        Ipv4 to = place(random.nextInt(PLACES));
        return switch (random.nextInt(6)) {
            case 0 -> new TunnelPath(to, Encapsulation.GRE, true, false);
            case 1 -> new TunnelPath(to, Encapsulation.IPIP, false, false);
            default -> TunnelPath.to(to);
        };
    }

    private void change() {
        Ipv4 home = home(random.nextInt(HOMES));
        List<TunnelPath> paths = new ArrayList<>();
        for (int left = random.nextInt(8) == 0 ? 2 : random.nextInt(4) == 0 ? 0 : 1; left > 0; left--) {
            paths.add(path());
        }
        Ipv4 localEnd = OURS.get(random.nextInt(6) == 0 ? 1 : 0);
        boolean hasNetworks = random.nextInt(6) == 0;
        tunnels.forward(home, localEnd, paths, hasNetworks);
        Wanted before = model.remove(home);
        if (!paths.isEmpty()) {
            Set<Ipv4> lately = new java.util.HashSet<>();
            if (before != null && before.localEnd.equals(localEnd)) {
                before.paths.forEach(path -> lately.add(path.careOf()));
                lately.addAll(before.lately);
            }
            paths.forEach(path -> lately.remove(path.careOf()));
            model.put(home, new Wanted(localEnd, paths, hasNetworks, lately));
        }
    }

    private Optional<PlainTunnels.Plain> plain(Ipv4 home) {
        Wanted wanted = model.get(home);
        if (wanted == null || wanted.hasNetworks || wanted.paths.size() != 1) {
            return Optional.empty();
        }
        TunnelPath path = wanted.paths.get(0);
        boolean isAlone = model.values().stream()
                        .filter(each -> each.leadsTo(path.careOf()))
                        .count()
                == 1;
        return isAlone && path.encapsulation() == Encapsulation.IPIP && path.endsAtNode()
                ? Optional.of(new PlainTunnels.Plain(path.careOf(), wanted.localEnd))
                : Optional.empty();
    }

    @Test
    void saysWhatFollowsFromAllTunnelsThereAre() {
        for (int step = 0; step < 20_000; step++) {
            change();
            Ipv4 home = home(random.nextInt(HOMES));
            assertThat(tunnels.plain(home)).isEqualTo(plain(home));
            Ipv4 exit = place(random.nextInt(PLACES));
            Optional<Ipv4> plainThere = model.keySet().stream()
                    .filter(each ->
                            plain(each).filter(it -> it.careOf().equals(exit)).isPresent())
                    .findFirst();
            assertThat(tunnels.plainHomeAt(exit)).isEqualTo(plainThere);
            boolean isLately = model.values().stream().anyMatch(each -> each.lately.contains(exit));
            boolean isThere = model.values().stream().anyMatch(each -> each.leadsTo(exit));
            PlainTunnels.Exit expected = isLately
                    ? PlainTunnels.Exit.GUARDED
                    : !isThere
                            ? PlainTunnels.Exit.UNKNOWN
                            : plainThere.isPresent() ? PlainTunnels.Exit.PLAIN : PlainTunnels.Exit.GUARDED;
            assertThat(tunnels.exit(exit)).isEqualTo(expected);
            for (Ipv4 ours : OURS) {
                assertThat(tunnels.isLocalEnd(ours))
                        .isEqualTo(model.values().stream().anyMatch(each -> each.localEnd.equals(ours)));
            }
        }
    }

    @Test
    void whatTheKernelWasToldIsWhatWasSaidLast() {
        ToldBindings told = new ToldBindings();
        Map<Ipv4, TunnelMaps.Binding> expected = new HashMap<>();
        for (int step = 0; step < 20_000; step++) {
            Ipv4 home = home(random.nextInt(HOMES));
            if (random.nextInt(3) == 0) {
                assertThat(told.remove(home)).isEqualTo(expected.remove(home) != null);
            } else {
                TunnelMaps.Binding binding = new TunnelMaps.Binding(
                        place(random.nextInt(PLACES)),
                        OURS.get(random.nextInt(2)),
                        random.nextInt(70_000),
                        random.nextBoolean(),
                        random.nextInt(5) / 4);
                told.put(home, binding);
                expected.put(home, binding);
            }
            Ipv4 asked = home(random.nextInt(HOMES));
            assertThat(told.of(asked)).isEqualTo(Optional.ofNullable(expected.get(asked)));
        }
    }
}
