package org.mobileip.scenarios.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.mobileip.homeagent.Event;
import org.mobileip.host.HostNetwork;
import org.mobileip.host.LinkAddress;
import org.mobileip.host.Route;
import org.mobileip.mobilenode.Settings;
import org.mobileip.net.InterfaceAddress;
import org.mobileip.net.Ipv4;
import org.mobileip.scenarios.sim.machine.Machine;
import org.mobileip.scenarios.sim.machine.Nat;
import org.mobileip.scenarios.sim.machine.Nic;
import org.mobileip.scenarios.wire.Impairment;
import org.mobileip.wire.Lifetime;

/** What happens to a mobile node by chance. It tells when the node, for a while, cannot know what its home agent knows. */
// One piece: a list of deeds of a few lines each, drawn by chance, that all change the same machine and the same doubts
// about it.
final class Mishaps {

    private static final int FIRST_HOST = 51;
    private static final int HOSTS = 3;
    private static final int PROTOCOL_KERNEL = 2;
    private static final long LONGEST_OUTAGE = 25 * Wandering.SECOND;
    private static final long LIFETIME = 60 * Wandering.SECOND;

    private final Wandering world;
    private final Random random;
    private final List<Runnable> kinds = new ArrayList<>();
    private final Map<String, Integer> metrics = new HashMap<>();
    private final List<String> history = new ArrayList<>();
    private Settings settings;
    private Optional<String> moved = Optional.empty();
    private boolean isParked;
    private boolean isAgentsClockSet;
    private long unknowableUntil;

    Mishaps(Wandering world, Random random) {
        this.world = world;
        this.random = random;
        settings = world.firstSettings;
        Wandering.LEASING_NAMES.forEach(each -> metrics.put(each, 100 + metrics.size()));
        happensTo(this::plug, 3);
        happensTo(this::unplug, 2);
        happensTo(this::leaseAnother, 1);
        happensTo(this::leaseTheSame, 1);
        happensTo(this::loseRoute, 1);
        happensTo(this::goDownAndUp, 1);
        happensTo(this::changeMetric, 1);
        happensTo(this::fade, 2);
        happensTo(this::disturb, 1);
        happensTo(network -> world.plant.nat(network).ifPresent(Nat::rebind), 1);
        kinds.addAll(List.of(this::move, this::park, this::reload, this::sleep, this::homeLinkComesOrGoes));
        kinds.addAll(List.of(this::restartAgent, this::drop, this::restartNode, this::restartForeignAgent));
        kinds.addAll(List.of(() -> setClock(Wandering.NODE), () -> setClock(Wandering.AGENT)));
        kinds.addAll(List.of(() -> setCarrier(Wandering.SERVED, true), () -> setCarrier(Wandering.SERVED, false)));
    }

    private void happensTo(Consumer<String> what, int often) {
        Runnable somewhere = () -> what.accept(any(Wandering.LEASING_NAMES));
        kinds.addAll(Collections.nCopies(often, somewhere));
    }

    /** One of them. */
    void happen() {
        any(kinds).run();
    }

    /** The node leaves home, most often, and there are networks. */
    void setOut() {
        setCarrier(Wandering.HOME_LINK, random.nextInt(5) == 0);
        Wandering.LEASING_NAMES.forEach(each -> {
            if (random.nextInt(3) != 0) {
                plug(each);
            }
        });
    }

    /** Nothing is lost on the way any more, and all programs run. */
    void heal() {
        note("heal");
        world.plant.interfaceNames().keySet().forEach(this::heal);
        wake();
        if (world.node().isLeaving()) {
            world.node().kill();
        }
        List.of(world.agent(), world.foreignAgent, world.node()).forEach(Program::start);
    }

    /** How the node is told to be. */
    Settings settings() {
        return settings;
    }

    /** Where it was told to go last. */
    Optional<String> moved() {
        return moved;
    }

    /** Whether it was told to stay off. */
    boolean isParked() {
        return isParked;
    }

    /** Whether the node may take itself for registered though it is not: nobody has told it, or could. */
    boolean isTruthUnknowable() {
        return world.timeline.nanos() < unknowableUntil || !world.agent().runs() || !isNodeAwake();
    }

    /** What has happened, for messages. */
    String history() {
        return String.join("\n", history);
    }

    private boolean isNodeAwake() {
        return world.node().runs() && !world.node().isLeaving() && !world.machine.isAsleep();
    }

    private void nobodyKnowsFor(long nanos) {
        unknowableUntil = Math.max(unknowableUntil, world.timeline.nanos() + nanos);
    }

    private void note(String text) {
        history.add(world.now() + text);
    }

    private <T> T any(List<T> things) {
        return things.get(random.nextInt(things.size()));
    }

    private long within(long most) {
        return (long) (random.nextDouble() * most);
    }

    /** At once, or after that time at most. */
    private void soon(long most, Runnable deed) {
        world.timeline.in(random.nextInt(3) == 0 ? 0 : within(most), deed);
    }

    private HostNetwork network() {
        return world.machine.network();
    }

    private void setCarrier(String network, boolean isThere) {
        note(network + (isThere ? " plugged in" : " pulled"));
        world.nic(network).setCarrier(isThere);
    }

    private void homeLinkComesOrGoes() {
        setCarrier(Wandering.HOME_LINK, random.nextInt(4) == 0);
    }

    private void plug(String network) {
        setCarrier(network, true);
        soon(2 * Wandering.SECOND, () -> {
            if (world.nic(network).isRunning() && world.addressesOn(network).isEmpty()) {
                lease(network, anyAddress(network));
            }
        });
    }

    /** What it had there goes with it, or stays until it comes again. */
    private void unplug(String network) {
        setCarrier(network, false);
        if (random.nextInt(4) != 0) {
            soon(Wandering.SECOND / 2, () -> {
                if (!world.nic(network).isRunning()) {
                    takeAddresses(network);
                }
            });
        }
    }

    private InterfaceAddress anyAddress(String network) {
        int prefix = Optional.ofNullable(Wandering.LEASING.get(network))
                .orElseThrow()
                .address()
                .bits();
        return new InterfaceAddress(new Ipv4(prefix + FIRST_HOST + random.nextInt(HOSTS)), 24);
    }

    private void lease(String network, InterfaceAddress address) {
        if (world.nic(network).isUp()) {
            note(network + " gets " + address);
            network().addAddress(world.nic(network).index(), address);
            soon(Wandering.SECOND, () -> putRoute(network));
        }
    }

    private void putRoute(String network) {
        if (world.nic(network).isUp() && !world.addressesOn(network).isEmpty()) {
            Ipv4 router = world.addresses.gateway(network);
            int metric = metrics.getOrDefault(network, 0);
            network().putRoute(LeasedNic.defaultRoute(router, world.nic(network).index(), metric));
        }
    }

    private void takeAddresses(String network) {
        note(network + " loses its addresses");
        world.addressesOn(network).forEach(this::take);
    }

    private void take(LinkAddress address) {
        network().removeAddress(address.linkIndex(), address.address());
    }

    /** In either order. */
    private void leaseAnother(String network) {
        InterfaceAddress next = anyAddress(network);
        if (!world.nic(network).isRunning()) {
            return;
        }
        if (random.nextBoolean()) {
            takeAddresses(network);
            soon(Wandering.SECOND, () -> lease(network, next));
            return;
        }
        List<LinkAddress> old = world.addressesOn(network).stream()
                .filter(each -> !each.address().equals(next))
                .toList();
        lease(network, next);
        soon(Wandering.SECOND, () -> old.forEach(this::take));
        soon(2 * Wandering.SECOND, () -> putRoute(network));
    }

    private void leaseTheSame(String network) {
        List<LinkAddress> old = world.addressesOn(network);
        takeAddresses(network);
        soon(Wandering.SECOND, () -> old.forEach(each -> lease(network, each.address())));
    }

    private void loseRoute(String network) {
        note(network + " loses its route");
        world.defaultRouteOf(network).ifPresent(network()::removeRoute);
        if (random.nextInt(4) != 0) {
            soon(10 * Wandering.SECOND, () -> putRoute(network));
        }
    }

    /** As Linux does it: addresses stay, routes go, and those that come with addresses come again. */
    private void goDownAndUp(String network) {
        note(network + " goes down");
        network().setLinkUp(world.nic(network).index(), false);
        soon(5 * Wandering.SECOND, () -> {
            note(network + " is up");
            network().setLinkUp(world.nic(network).index(), true);
            world.addressesOn(network).forEach(each -> network().putRoute(connected(each)));
            soon(2 * Wandering.SECOND, () -> putRoute(network));
        });
    }

    private static Route connected(LinkAddress address) {
        return new Route(
                address.address().prefix(),
                Optional.empty(),
                address.linkIndex(),
                Optional.of(address.address().address()),
                Route.TABLE_MAIN,
                PROTOCOL_KERNEL,
                0);
    }

    private void changeMetric(String network) {
        Optional<Route> old = world.defaultRouteOf(network);
        metrics.put(network, 50 + random.nextInt(200));
        note(network + " has metric " + metrics.get(network));
        boolean isFirst = random.nextBoolean();
        old.filter(route -> isFirst).ifPresent(network()::removeRoute);
        old.ifPresent(route -> putRoute(network));
        old.filter(route -> !isFirst && route.metric() != metrics.getOrDefault(network, 0))
                .ifPresent(network()::removeRoute);
    }

    /** Between the network and all others. */
    private Nic uplink(String network) {
        Machine router = world.plant.routerOf(network);
        return router.network().links().stream()
                .filter(link -> link.name().equals("core"))
                .flatMap(link -> router.nic(link.index()).stream())
                .findFirst()
                .orElseThrow();
    }

    /** Packets are lost one way, the other, or both. */
    private void fade(String network) {
        int ways = 1 + random.nextInt(3);
        note(network + " fades, ways " + ways);
        uplink(network).out().change(Impairment.NONE.withLoss(ways & 1));
        uplink(network).in().change(Impairment.NONE.withLoss(ways >> 1));
        world.timeline.in(Wandering.SECOND + within(LONGEST_OUTAGE), () -> heal(network));
    }

    private void disturb(String network) {
        note(network + " is disturbed");
        Impairment some = Impairment.NONE
                .withDelay(Duration.ofMillis(random.nextInt(300)))
                .withJitter(Duration.ofMillis(random.nextInt(100)))
                .withLoss(random.nextInt(3) * 0.2)
                .withDuplication(random.nextInt(3) * 0.3)
                .withReordering(random.nextInt(3) * 0.3, Duration.ofMillis(200));
        uplink(network).out().change(some);
        uplink(network).in().change(some);
        world.timeline.in(within(LONGEST_OUTAGE), () -> heal(network));
    }

    private void heal(String network) {
        uplink(network).out().change(Impairment.NONE);
        uplink(network).in().change(Impairment.NONE);
    }

    private void move() {
        List<String> all = List.copyOf(world.plant.interfaceNames().keySet());
        String to = any(all);
        if (isNodeAwake() && world.node().move(world.plant.interfaceName(to))) {
            note("moves to " + to);
            moved = Optional.of(to);
            isParked = false;
        }
    }

    private void park() {
        if (isNodeAwake()) {
            note("stays off");
            world.node().park();
            isParked = true;
            world.timeline.in(within(20 * Wandering.SECOND), this::move);
        }
    }

    /** Another order of links, and another lifetime. */
    private void reload() {
        if (!isNodeAwake()) {
            return;
        }
        note("is told otherwise");
        List<Predicate<String>> links = new ArrayList<>(settings.interfaces());
        Collections.shuffle(links, random);
        settings = new Settings(
                settings.home(),
                settings.homeAgents(),
                settings.security(),
                settings.replay(),
                new Lifetime(40 + random.nextInt(21)),
                settings.tunnel(),
                links,
                settings.roaming(),
                settings.network(),
                settings.probing(),
                settings.revocable(),
                settings.flows());
        world.node().reload(settings);
    }

    private void sleep() {
        note("sleeps");
        world.machine.fallAsleep();
        world.timeline.in(within((random.nextInt(3) == 0 ? 90 : 10) * Wandering.SECOND), this::wake);
    }

    private void wake() {
        if (world.machine.isAsleep()) {
            note("wakes up");
            world.machine.wakeUp();
            nobodyKnowsFor(2 * Wandering.SECOND);
        }
    }

    /** By a clock that was set, bindings may be over before the node thinks so. */
    private void restartAgent() {
        boolean isKept = random.nextInt(4) != 0;
        note("the home agent ends" + (isKept ? "" : " and forgets"));
        end(world.agent(), random.nextBoolean());
        if (!isKept) {
            world.forgetBindings();
        }
        if (!isKept || isAgentsClockSet) {
            nobodyKnowsFor(LIFETIME);
        }
        soon(10 * Wandering.SECOND, () -> {
            note("the home agent starts");
            world.agent().start();
        });
    }

    private static void end(Program<?> program, boolean isKilled) {
        if (isKilled) {
            program.kill();
        } else {
            program.stop();
        }
    }

    private void restartForeignAgent() {
        note("the foreign agent ends");
        end(world.foreignAgent, random.nextBoolean());
        soon(10 * Wandering.SECOND, world.foreignAgent::start);
    }

    private void restartNode() {
        boolean isKept = random.nextInt(4) != 0;
        note("the node ends" + (isKept ? "" : " and forgets"));
        end(world.node(), !isKept || world.machine.isAsleep() || random.nextBoolean());
        if (!isKept) {
            world.forgetNode();
        }
        settings = world.firstSettings;
        moved = Optional.empty();
        isParked = false;
        world.timeline.in(Wandering.SECOND + within(5 * Wandering.SECOND), () -> {
            wake();
            note("the node starts");
            world.node().start();
        });
    }

    /** The node is told, unless that is lost. */
    private void drop() {
        world.agent().life().ifPresent(now -> {
            note("the home agent drops the node");
            Machine machine = world.plant.machineOf(Wandering.AGENT);
            now.driver.handle(new Event.Drop(machine.timeOfDay(), Wandering.NODE, Optional.empty()));
            now.alarm.set(now.driver.nextDeadline());
            nobodyKnowsFor(LIFETIME);
        });
    }

    private void setClock(String who) {
        long most = random.nextBoolean() ? 10 : 3600;
        Duration by = Duration.ofMillis(within(2 * most * 1000) - most * 1000);
        note("the clock of " + who + " is set by " + by);
        world.plant.machineOf(who).shiftClock(by);
        isAgentsClockSet |= who.equals(Wandering.AGENT);
    }
}
