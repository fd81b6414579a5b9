package org.mobileip.mobilenode.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.host.HostException;
import org.mobileip.host.LinkAddress;
import org.mobileip.host.NetworkChange;
import org.mobileip.host.Route;
import org.mobileip.host.Rule;
import org.mobileip.host.linux.Errno;
import org.mobileip.mobilenode.HostState;
import org.mobileip.net.InterfaceAddress;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.testing.FakeHostNetwork;

/** The kernel has what was declared, and keeps it. */
class ReconcilerTest {

    private static final int TUN = 9;
    private static final int HOME_LINK = 2;
    private static final Ipv4 HOME = Ipv4.parse("10.10.0.57");
    private static final LinkAddress ON_TUN = new LinkAddress(TUN, new InterfaceAddress(HOME, 32));
    private static final LinkAddress ON_LINK = new LinkAddress(HOME_LINK, new InterfaceAddress(HOME, 24));
    private static final Rule RULE =
            new Rule(5204, Optional.empty(), OptionalInt.empty(), 5210, OptionalInt.empty(), 78);
    private static final Route ROUTE = new Route(Ipv4Prefix.ALL, Optional.empty(), TUN, Optional.of(HOME), 5210, 78, 0);
    private static final HostState AWAY =
            new HostState(Set.of(ON_TUN), Set.of(ROUTE), Set.of(RULE), Set.of("cafe0"), Set.of(), true, Set.of());

    @TempDir
    private Path directory = Path.of("");

    private final FakeHostNetwork network = new FakeHostNetwork();
    private final Map<String, Integer> settings = new HashMap<>(Map.of(
            "cafe0 arp_ignore", 0,
            "cafe0 arp_announce", 0,
            "cafe0 accept_redirects", 1,
            "home0 arp_ignore", 2,
            "home0 arp_announce", 2,
            "all accept_redirects", 1));
    private Reconciler reconciler = reconciler();

    private Reconciler reconciler() {
        LinkSettings fake = new LinkSettings() {
            @Override
            public int get(String interfaceName, Setting setting) {
                return Optional.ofNullable(settings.get(interfaceName + " " + setting.word()))
                        .orElseThrow(() -> new HostException("no " + interfaceName, Errno.ENOENT));
            }

            @Override
            public void set(String interfaceName, Setting setting, int value) {
                settings.put(interfaceName + " " + setting.word(), value);
            }
        };
        Reconciler.Names names = index -> Optional.of(index == TUN ? "mip0" : "home0");
        return new Reconciler(network, fake, new UndoFile(directory.resolve("undo")), names, Diary.log());
    }

    @BeforeEach
    void links() {
        network.putLink(TUN, "mip0");
        network.putLink(HOME_LINK, "home0");
        reconciler = reconciler();
    }

    @Test
    void putsWhatIsDeclaredAndTakesAwayWhatIsNoMore() {
        reconciler.declare(AWAY);
        assertThat(network.addresses()).contains(ON_TUN);
        assertThat(network.routes()).contains(ROUTE);
        assertThat(network.rules()).contains(RULE);
        assertThat(settings)
                .containsEntry("cafe0 arp_ignore", 1)
                .containsEntry("cafe0 arp_announce", 2)
                .containsEntry("cafe0 accept_redirects", 0)
                .containsEntry("all accept_redirects", 0);
        reconciler.declare(HostState.EMPTY);
        assertThat(network.addresses()).doesNotContain(ON_TUN);
        assertThat(network.routes()).doesNotContain(ROUTE);
        assertThat(network.rules()).doesNotContain(RULE);
        assertThat(settings)
                .containsEntry("cafe0 arp_ignore", 0)
                .containsEntry("cafe0 arp_announce", 0)
                .containsEntry("cafe0 accept_redirects", 1)
                .containsEntry("all accept_redirects", 1);
    }

    @Test
    void leavesASettingAloneThatIsStricterAlready() {
        reconciler.declare(new HostState(Set.of(), Set.of(), Set.of(), Set.of("home0")));
        assertThat(settings).containsEntry("home0 arp_ignore", 2);
        reconciler.declare(HostState.EMPTY);
        assertThat(settings).containsEntry("home0 arp_ignore", 2);
    }

    @Test
    void putsBackWhatSomebodyElseTookAway() {
        reconciler.declare(AWAY);
        network.removeRule(RULE);
        network.removeRoute(ROUTE);
        reconciler.observe(List.of(new NetworkChange.RuleRemoved(RULE), new NetworkChange.RouteRemoved(ROUTE)));
        reconciler.mend();
        assertThat(network.rules()).contains(RULE);
        assertThat(network.routes()).contains(ROUTE);
    }

    @Test
    void putsBackTheRoutesThatWentWithAnAddress() {
        reconciler.declare(AWAY);
        network.removeAddress(TUN, ON_TUN.address());
        network.removeRoute(ROUTE);
        reconciler.observe(List.of(new NetworkChange.AddressRemoved(ON_TUN)));
        reconciler.mend();
        assertThat(network.addresses()).contains(ON_TUN);
        assertThat(network.routes()).contains(ROUTE);
    }

    @Test
    void doesNotMindWhatItHasTakenAwayItself() {
        reconciler.declare(AWAY);
        reconciler.declare(HostState.EMPTY);
        reconciler.observe(List.of(new NetworkChange.RuleRemoved(RULE)));
        reconciler.mend();
        assertThat(network.rules()).doesNotContain(RULE);
    }

    @Test
    void triesAgainWhatWasRefused() {
        network.refuseNext(new HostException("add address: Operation not permitted", HostException.EPERM));
        reconciler.declare(AWAY);
        reconciler.declare(AWAY);
        assertThat(network.addresses()).contains(ON_TUN);
        assertThat(network.rules()).contains(RULE);
    }

    @Test
    void cleansUpAfterARunThatWasKilledAndLeavesTheThingsOfOthers() {
        Rule foreign = new Rule(5300, Optional.empty(), OptionalInt.empty(), 254, OptionalInt.empty(), 99);
        network.addRule(foreign);
        LinkAddress foreignAddress = new LinkAddress(HOME_LINK, InterfaceAddress.parse("192.0.2.7/24"));
        network.addAddress(HOME_LINK, foreignAddress.address());
        reconciler.declare(new HostState(Set.of(ON_LINK), Set.of(ROUTE), Set.of(RULE), Set.of("cafe0")));
        reconciler().removeLeftovers(78);
        assertThat(network.rules()).contains(foreign).doesNotContain(RULE);
        assertThat(network.routes()).doesNotContain(ROUTE);
        assertThat(network.addresses()).contains(foreignAddress).doesNotContain(ON_LINK);
        assertThat(settings).containsEntry("cafe0 arp_ignore", 0).containsEntry("cafe0 arp_announce", 0);
        assertThat(directory).isEmptyDirectory();
    }
}
