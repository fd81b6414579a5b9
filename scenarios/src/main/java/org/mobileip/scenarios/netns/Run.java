package org.mobileip.scenarios.netns;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.mobileip.host.HostException;
import org.mobileip.net.Ipv4;
import org.mobileip.scenarios.capture.MoveReporter;
import org.mobileip.scenarios.capture.Testimony;
import org.mobileip.scenarios.clock.RunClock;
import org.mobileip.scenarios.language.Scenario;
import org.mobileip.scenarios.measure.MoveObserved;
import org.mobileip.scenarios.measure.Observations;
import org.mobileip.scenarios.measure.Progress;
import org.mobileip.scenarios.measure.RunDirectory;
import org.mobileip.scenarios.measure.WorldException;
import org.mobileip.scenarios.measure.WorldProvider;
import org.mobileip.scenarios.netns.Halt.HaltedException;
import org.mobileip.scenarios.plan.AddressPlan;
import org.mobileip.scenarios.plan.Configuration;
import org.mobileip.scenarios.plan.Lab;
import org.mobileip.scenarios.plan.Names;
import org.mobileip.scenarios.plan.PrivateDirectory;
import org.mobileip.scenarios.traffic.Place;
import org.mobileip.scenarios.traffic.Traffic;
import org.mobileip.scenarios.traffic.TrafficSeen;

/** One run of a scenario, from building its networks to removing them, on one thread. */
final class Run implements Runnable {

    private static final long HOME_MILLIS = 15_000;
    private static final Duration WARM_UP = Duration.ofSeconds(1);

    private final Scenario scenario;
    private final RunDirectory out;
    private final Progress progress;
    private final WorldProvider.Options options;
    private final String world;
    private final Programs.Maker maker;
    private final Halt halt;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final List<String> notes = Collections.synchronizedList(new ArrayList<>());
    private Optional<Observations> observations = Optional.empty();
    private Optional<Throwable> failure = Optional.empty();

    Run(
            Scenario scenario,
            RunDirectory out,
            Progress progress,
            WorldProvider.Options options,
            String world,
            Programs.Maker maker,
            Halt halt) {
        this.scenario = scenario;
        this.out = out;
        this.progress = progress;
        this.options = options;
        this.world = world;
        this.maker = maker;
        this.halt = halt;
    }

    /** What it saw, after the thread has ended. */
    Observations outcome() throws WorldException {
        if (failure.isPresent()) {
            throw asWorldException(failure.get());
        }
        return observations.orElseThrow(() -> new AssertionError("a run ended with nothing to tell"));
    }

    private static WorldException asWorldException(Throwable failure) {
        if (failure instanceof WorldException told) {
            return told;
        }
        if (failure instanceof Error bug) {
            throw bug;
        }
        if (failure instanceof RuntimeException bug && !(failure instanceof HostException)) {
            throw bug;
        }
        return failure instanceof HaltedException
                ? new WorldException("the run was ended early")
                : new WorldException(String.valueOf(failure.getMessage()), failure);
    }

    @Override
    public void run() {
        try {
            Observations seen = play();
            progress.played(seen);
            observations = Optional.of(seen);
        } catch (HaltedException | IOException | RuntimeException | Error e) {
            failure = Optional.of(e);
        } finally {
            clearUp();
        }
    }

    private Observations play() throws IOException, HaltedException {
        long begin = System.nanoTime();
        AddressPlan addresses = AddressPlan.of(scenario);
        PrivateDirectory directory = opened(PrivateDirectory.create());
        RunClock clock = RunClock.start();
        Plant plant = opened(Plant.build(scenario, addresses, new Wiring(options.seed(), clock, options.netem())));
        Configuration.write(scenario, plant.interfaceNames(), directory.path(), options.seed());
        Configuration.writeForeignAgents(scenario, addresses, NetworkSite.BRIDGE, directory.path());
        if (options.keep()) {
            directory.keep(out.config());
        }
        Lab.announce(directory, plant.namespaces());
        progress.networksUp(Duration.ofNanos(System.nanoTime() - begin), plant.networks(), plant.nodes());
        Recording recording = opened(Recording.start(scenario, addresses, plant, directory.path(), clock));
        opened(HomeAddressWatch.start(scenario, plant, recording.witness()));
        Programs programs =
                opened(maker.make(new Programs.Setting(scenario, plant, directory, out, options, this::note)));
        programs.startAll();
        Rehearsal.perform();
        if (plant.hasWires()) {
            Rehearsal.carry();
        }
        programs.awaitReady(halt);
        awaitHome(programs);
        progress.daemonsReady(Duration.ofNanos(System.nanoTime() - begin));
        Traffic traffic = opened(Traffic.prepare(scenario, places(plant), clock, options.seed()));
        Observations seen = play(plant, programs, recording, traffic, clock);
        plant.checkWires();
        return seen;
    }

    private Observations play(Plant plant, Programs programs, Recording recording, Traffic traffic, RunClock clock)
            throws IOException, HaltedException {
        System.gc(); // Now, and not while packets are on our wires.
        traffic.start();
        progress.warming(WARM_UP);
        halt.sleepUntil(clock.nanos() + WARM_UP.toNanos());
        MoveReporter reporter = new MoveReporter(
                recording.witness(), traffic::soFar, !scenario.streams().isEmpty(), progress);
        Performance performance =
                new Performance(scenario, plant, programs, recording.witness(), reporter, progress, halt);
        long start = clock.nanos();
        long end = performance.playPunctually(start);
        TrafficSeen seen = stop(traffic);
        notes.addAll(seen.notes());
        notes.addAll(recording.stop());
        notes.addAll(plant.remarks());
        notes.addAll(programs.deserters());
        Testimony testimony = recording.witness().testimony(clock.nanos());
        List<MoveObserved> moves = recording.write(out.capture(), testimony, "mobileip scenarios");
        return new Observations(
                world,
                programs.dataplane(),
                start,
                Instant.ofEpochSecond(0, clock.toWall(start)),
                end,
                moves,
                seen.flows(),
                seen.pings(),
                seen.tcpFlows(),
                testimony.registrations(),
                testimony.bindings(),
                testimony.leaks(),
                notes);
    }

    private static TrafficSeen stop(Traffic traffic) {
        try {
            return traffic.stop();
        } catch (InterruptedException e) {
            throw new AssertionError("somebody interrupted the thread of a run", e);
        }
    }

    private void note(String text) {
        notes.add(text);
        progress.note(text);
    }

    private Function<String, Place> places(Plant plant) {
        Map<String, Ipv4> lasting = Names.addressesByName(scenario);
        return node -> new Place(
                plant.machineOf(node).namespace(),
                Optional.ofNullable(lasting.get(node)).orElseThrow());
    }

    private void awaitHome(Programs programs) throws WorldException, HaltedException {
        for (Scenario.MobileNode mobile : scenario.mobiles()) {
            if (scenario.homeNetworkOf(mobile).isPresent()) {
                boolean isHome = halt.await(
                        () -> programs.ask(mobile.name(), "status")
                                .filter(status -> "home".equals(status.get("state")))
                                .isPresent(),
                        HOME_MILLIS);
                if (!isHome) {
                    throw new WorldException(
                            programs.story(mobile.name(), "did not find its home agent on the home link"));
                }
            }
        }
    }

    private <T extends AutoCloseable> T opened(T part) {
        opened.push(part);
        return part;
    }

    private void clearUp() {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception unwilling) {
                failure = failure.isPresent() ? failure : Optional.of(unwilling);
            }
        }
    }
}
