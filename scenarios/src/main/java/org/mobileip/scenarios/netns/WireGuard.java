package org.mobileip.scenarios.netns;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.mobileip.host.Route;
import org.mobileip.host.Rule;
import org.mobileip.host.linux.Sysctl;
import org.mobileip.net.InterfaceAddress;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.scenarios.language.Action.Verb;
import org.mobileip.scenarios.language.Scenario;
import org.mobileip.scenarios.measure.WorldException;
import org.mobileip.scenarios.netns.Halt.HaltedException;
import org.mobileip.scenarios.wireguard.WireGuardEnd;

/**
 * {@code wireguard-go} in place of home agents and mobile nodes, set up as its users do: each home agent is a server, each
 * mobile node a client that sends everything through it, with a keepalive every 25 s. The client's home address is its
 * address in the tunnel.
 */
final class WireGuard implements Programs {

    /** What {@code wg-quick} takes for everything that the tunnel's own packets must not follow. */
    private static final int MARK = 51820;

    private static final int THROUGH_TUNNEL = MARK;
    private static final int NOWHERE = MARK + 1;
    private static final int PROTOCOL_STATIC = 4;
    private static final int KEEPALIVE_SECONDS = 25;
    private static final int HOST_PREFIX = 32;
    private static final long END_MILLIS = 5_000;
    private static final int BASE = 36;

    /** Interfaces, which are known by their names to the whole machine. */
    private static final AtomicInteger MADE = new AtomicInteger();

    private final Setting setting;
    private final Map<String, WireGuardInterface> interfaces = new LinkedHashMap<>();

    /**
     * None runs yet.
     *
     * @throws WorldException where a node is at home on a link: there is no such thing with WireGuard
     */
    WireGuard(Setting setting) throws WorldException {
        this.setting = setting;
        Scenario scenario = setting.scenario();
        for (Scenario.MobileNode mobile : scenario.mobiles()) {
            if (scenario.homeNetworkOf(mobile).isPresent()) {
                throw new WorldException("with WireGuard nobody is at home on a link: give " + mobile.name()
                        + " a home address that is in none of the networks");
            }
        }
    }

    @Override
    public void startAll() {
        setting.scenario().homeAgents().forEach(agent -> start(agent.name()));
        setting.scenario().mobiles().forEach(mobile -> start(mobile.name()));
    }

    private void start(String node) {
        String name = "wg" + Long.toString(ProcessHandle.current().pid(), BASE) + "-" + MADE.incrementAndGet();
        Site machine = setting.plant().machineOf(node);
        interfaces.put(
                node,
                WireGuardInterface.start(
                        node, machine.namespace(), name, setting.out().log(node)));
    }

    private WireGuardInterface of(String node) {
        return Optional.ofNullable(interfaces.get(node)).orElseThrow(() -> new AssertionError("none of " + node));
    }

    @Override
    public void awaitReady(Halt halt) throws WorldException, HaltedException {
        for (WireGuardInterface each : interfaces.values()) {
            each.awaitListening(halt);
        }
        for (Scenario.HomeAgentNode agent : setting.scenario().homeAgents()) {
            setUpServer(agent);
        }
        for (Scenario.MobileNode mobile : setting.scenario().mobiles()) {
            setUpClient(mobile);
        }
    }

    private void setUpServer(Scenario.HomeAgentNode agent) throws WorldException {
        WireGuardInterface server = of(agent.name());
        List<String> settings = new ArrayList<>(List.of("listen_port=" + WireGuardEnd.PORT));
        Site machine = setting.plant().machineOf(agent.name());
        machine.namespace().run(() -> Sysctl.write("net/ipv4/ip_forward", "1"));
        machine.links().setUp(server.name(), true);
        for (Scenario.MobileNode mobile : setting.scenario().mobiles()) {
            if (setting.scenario().homeAgentOf(mobile).equals(agent)) {
                settings.add("public_key=" + of(mobile.name()).publicKey());
                settings.add("allowed_ip=" + mobile.home() + "/" + HOST_PREFIX);
                machine.putRoute(new Ipv4Prefix(mobile.home(), HOST_PREFIX), Optional.empty(), server.name(), 0);
            }
        }
        server.configure(settings);
    }

    private void setUpClient(Scenario.MobileNode mobile) throws WorldException {
        Scenario.HomeAgentNode agent = setting.scenario().homeAgentOf(mobile);
        WireGuardInterface client = of(mobile.name());
        Site machine = setting.plant().machineOf(mobile.name());
        machine.links().setUp(client.name(), true);
        machine.addAddress(client.name(), new InterfaceAddress(mobile.home(), HOST_PREFIX));
        machine.putRoute(everything(machine.index(client.name()), THROUGH_TUNNEL, Optional.of(mobile.home())));
        machine.putRoute(everything(machine.index("lo"), NOWHERE, Optional.empty()));
        machine.addRule(rule(1, OptionalInt.of(MARK), Route.TABLE_MAIN, OptionalInt.empty()));
        machine.addRule(rule(2, OptionalInt.of(MARK), NOWHERE, OptionalInt.empty()));
        machine.addRule(rule(3, OptionalInt.empty(), Route.TABLE_MAIN, OptionalInt.of(0)));
        machine.addRule(rule(4, OptionalInt.empty(), THROUGH_TUNNEL, OptionalInt.empty()));
        client.configure(List.of(
                "fwmark=" + MARK,
                "public_key=" + of(agent.name()).publicKey(),
                "endpoint=" + agent.address() + ":" + WireGuardEnd.PORT,
                "persistent_keepalive_interval=" + KEEPALIVE_SECONDS,
                "allowed_ip=" + Ipv4Prefix.ALL));
    }

    private static Route everything(int link, int table, Optional<Ipv4> source) {
        return new Route(Ipv4Prefix.ALL, Optional.empty(), link, source, table, PROTOCOL_STATIC, 0);
    }

    private static Rule rule(int priority, OptionalInt mark, int table, OptionalInt suppressed) {
        return new Rule(priority, Optional.empty(), mark, table, suppressed, PROTOCOL_STATIC);
    }

    @Override
    public void control(Verb verb, String node) {
        throw new AssertionError("the provider does not offer " + verb);
    }

    @Override
    public void shiftClock(String node, Duration by) {
        throw new AssertionError("the provider offers no clocks");
    }

    @Override
    public Optional<Map<String, Object>> ask(String node, String verb, String... arguments) {
        return Optional.empty();
    }

    @Override
    public String dataplane() {
        return WireGuardEnd.PROGRAM;
    }

    @Override
    public String story(String node, String what) {
        return of(node).process().story(what);
    }

    @Override
    public List<String> deserters() {
        return interfaces.values().stream()
                .map(WireGuardInterface::process)
                .filter(process -> !process.isAlive())
                .map(process -> process.story("ended by itself"))
                .toList();
    }

    @Override
    public void close() {
        interfaces.values().forEach(each -> each.process().terminate());
        interfaces.values().forEach(each -> each.process().endWithin(END_MILLIS));
        interfaces.clear();
    }
}
