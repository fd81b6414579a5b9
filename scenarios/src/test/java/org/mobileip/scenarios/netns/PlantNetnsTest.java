package org.mobileip.scenarios.netns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.testing.NetnsSupport.ip;
import static org.mobileip.testing.NetnsSupport.run;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mobileip.host.linux.NetworkNamespace;
import org.mobileip.scenarios.act.Roamer;
import org.mobileip.scenarios.clock.RunClock;
import org.mobileip.scenarios.language.Scenario;
import org.mobileip.scenarios.measure.WorldException;
import org.mobileip.scenarios.plan.AddressPlan;
import org.mobileip.testing.NetnsSupport;

/** The networks without the daemons, looked at with iproute2 and ping. */
@Tag("netns")
@Timeout(60)
final class PlantNetnsTest {

    private Plant plant;

    @BeforeAll
    static void needsNamespaces() {
        NetnsSupport.assumeAvailable();
    }

    @BeforeEach
    void build() throws WorldException {
        Scenario scenario =
                Scripts.village().host("server", "office", "198.51.100.9").end(0);
        plant = Plant.build(scenario, AddressPlan.of(scenario), new Wiring(1, RunClock.start()));
    }

    @AfterEach
    void remove() {
        if (plant != null) {
            plant.close();
        }
    }

    private NetworkNamespace at(String node) {
        return plant.machineOf(node).namespace();
    }

    private boolean pings(String from, String address) {
        return pings(from, address, 64);
    }

    /** Java sends an ICMP echo request where it has the right to. */
    private boolean pings(String from, String address, int timeToLive) {
        return at(from).call(() -> {
            byte[] octets = InetAddress.getByName(address).getAddress();
            return InetAddress.getByAddress(octets).isReachable(null, timeToLive, 500);
        });
    }

    private static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + 5_000_000_000L;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("never: " + what);
            }
            NetnsSupport.giveWay();
        }
    }

    @Test
    void joinsHostsOfOneNetworkAndOfSeveral() {
        assertThat(pings("cn", "10.10.0.1")).as("its neighbour").isTrue();
        assertThat(pings("cn", "198.51.100.9")).as("another network").isTrue();
        assertThat(pings("cn", "198.51.100.9", 4))
                .as("router, core, router, host")
                .isTrue();
        assertThat(pings("cn", "198.51.100.9", 3)).as("one hop short").isFalse();
        assertThat(plant.networks()).isEqualTo(3);
        assertThat(plant.nodes()).isEqualTo(4);
    }

    @Test
    void aMobileNodeHasACarrierWhereItIsPluggedInAndNowhereElse() {
        assertThat(ip(at("mn"), "-o link show dev home")).contains("LOWER_UP");
        assertThat(ip(at("mn"), "-o link show dev cafe")).contains("NO-CARRIER");
        assertThat(ip(at("mn"), "-o link show dev office")).contains("NO-CARRIER");
        assertThat(ip(at("mn"), "-4 -o address show dev home")).isEmpty();
    }

    @Test
    void aMoveIsAPulledCableAndAnAddressAndARouteWhereTheNextOneIsPluggedIn() {
        Roamer roamer = plant.roamer("mn");
        roamer.leaveAllBut("cafe");
        roamer.join("cafe");
        await("carrier", () -> ip(at("mn"), "-o link show dev cafe").contains("LOWER_UP"));
        assertThat(ip(at("mn"), "-o link show dev home")).contains("NO-CARRIER");
        assertThat(ip(at("mn"), "-4 -o address show dev cafe")).contains("192.0.2.100/24");
        assertThat(ip(at("mn"), "route")).contains("default via 192.0.2.254 dev cafe");
        assertThat(pings("mn", "10.10.0.1")).isTrue();

        roamer.leaveAllBut("office");
        roamer.join("office");
        assertThat(ip(at("mn"), "-4 -o address")).contains("198.51.100.100/24").doesNotContain("192.0.2.100");
        assertThat(ip(at("mn"), "route")).contains("default via 198.51.100.254").doesNotContain("192.0.2");
        assertThat(pings("mn", "10.10.0.1")).isTrue();
        assertThat(pings("cn", "192.0.2.100")).as("the old address").isFalse();
        assertThat(roamer.latest()).contains("office");
    }

    @Test
    void nothingButWhatIsScriptedIsOnTheWires() throws InterruptedException {
        Thread.sleep(1500);
        String counters = run(at("mn"), "cat", "/proc/net/dev");
        assertThat(counters).contains("home:").containsPattern("home: +0 +0 .* 0 +0 +0 +0 +0 +0 +0 +0\\n");
        assertThat(ip(at("mn"), "-6 address")).isEmpty();
    }

    @Test
    void whatLeavesANetworkBehindANatHasTheOutsideAddressAndAfterARebindAnotherPort() throws Exception {
        Scenario scenario = Scripts.village()
                .natted("mall", "192.168.1.0/24")
                .host("till", "mall", "192.168.1.10")
                .end(0);
        AddressPlan addresses = AddressPlan.of(scenario);
        try (Plant mall = Plant.build(scenario, addresses, new Wiring(1, RunClock.start()));
                DatagramSocket till = socket(mall, "till");
                DatagramSocket cn = socket(mall, "cn")) {
            SocketAddress first = sourceOfWhatArrives(till, cn);
            assertThat(first.toString()).startsWith("/" + addresses.routerEnd("mall") + ":");
            assertThat(sourceOfWhatArrives(till, cn)).isEqualTo(first);

            mall.nat("mall").orElseThrow().rebind();

            assertThat(sourceOfWhatArrives(till, cn)).isNotEqualTo(first);
            assertThat(mall.machineOf("cn").namespace().<Boolean>call(() -> InetAddress.getByName("192.168.1.10")
                            .isReachable(500)))
                    .as("from outside")
                    .isFalse();
        }
    }

    private static DatagramSocket socket(Plant plant, String node) {
        return plant.machineOf(node).namespace().call(() -> {
            DatagramSocket socket = new DatagramSocket();
            socket.setSoTimeout(2000);
            return socket;
        });
    }

    private static SocketAddress sourceOfWhatArrives(DatagramSocket from, DatagramSocket to) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[1], 1);
        from.send(new DatagramPacket(new byte[1], 1, InetAddress.getByName("10.10.0.200"), to.getLocalPort()));
        to.receive(packet);
        return packet.getSocketAddress();
    }

    @Test
    void aNetworksMtuIsThatOfEveryInterfaceInIt() throws WorldException {
        Scenario scenario = Scripts.village()
                .narrow("radio", "192.168.2.0/24", 1280)
                .host("mast", "radio", "192.168.2.10")
                .end(0);
        try (Plant narrow = Plant.build(scenario, AddressPlan.of(scenario), new Wiring(1, RunClock.start()))) {
            assertThat(ip(narrow.machineOf("mast").namespace(), "link show radio"))
                    .contains("mtu 1280");
            assertThat(ip(narrow.machineOf("mn").namespace(), "link show radio"))
                    .contains("mtu 1280");
            assertThat(ip(narrow.machineOf("mn").namespace(), "link show home")).contains("mtu 1500");
        }
    }

    @Test
    void aVirtualHomeNetworkIsRoutedToItsAgentAndIsUnreachableThere() throws WorldException {
        Scenario scenario = new Scripts()
                .network("campus", "10.10.0.0/24")
                .network("cafe", "192.0.2.0/24")
                .agent("ha", "campus", "10.10.0.1")
                .mobile("mn", "10.99.0.57")
                .host("cn", "cafe", "192.0.2.9")
                .end(0);
        try (Plant virtual = Plant.build(scenario, AddressPlan.of(scenario), new Wiring(1, RunClock.start()))) {
            assertThat(ip(virtual.machineOf("ha").namespace(), "route")).contains("unreachable 10.99.0.0/24");
            assertThat(ip(virtual.machineOf("mn").namespace(), "-o link show dev campus"))
                    .contains("NO-CARRIER");
            ip(virtual.machineOf("ha").namespace(), "route add 10.99.0.57/32 dev lo");
            ip(virtual.machineOf("ha").namespace(), "address add 10.99.0.57/32 dev lo");
            assertThat(virtual.machineOf("cn").namespace().<Boolean>call(() -> InetAddress.getByName("10.99.0.57")
                            .isReachable(500)))
                    .as("what the agent has a route for")
                    .isTrue();
        }
    }
}
