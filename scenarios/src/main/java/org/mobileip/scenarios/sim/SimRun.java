package org.mobileip.scenarios.sim;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.mobileip.host.NetworkChange;
import org.mobileip.scenarios.act.Director;
import org.mobileip.scenarios.capture.CaptureFile;
import org.mobileip.scenarios.capture.MoveReporter;
import org.mobileip.scenarios.capture.Testimony;
import org.mobileip.scenarios.capture.Witness;
import org.mobileip.scenarios.clock.RunClock;
import org.mobileip.scenarios.language.Scenario;
import org.mobileip.scenarios.measure.DatagramFlow;
import org.mobileip.scenarios.measure.MoveObserved;
import org.mobileip.scenarios.measure.Observations;
import org.mobileip.scenarios.measure.Progress;
import org.mobileip.scenarios.measure.RunDirectory;
import org.mobileip.scenarios.measure.WorldException;
import org.mobileip.scenarios.measure.WorldProvider;
import org.mobileip.scenarios.plan.AddressPlan;
import org.mobileip.scenarios.plan.Configuration;
import org.mobileip.scenarios.plan.Names;
import org.mobileip.scenarios.plan.PrivateDirectory;
import org.mobileip.scenarios.sim.machine.Timeline;
import org.mobileip.scenarios.traffic.TrafficSeen;

/** One run of a scenario, from building its machines to what was seen of them. */
final class SimRun {

    static final String WORLD = "sim";

    /** What all clocks show at the beginning of every run. */
    static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

    private static final long NANOS = 1_000_000_000L;
    private static final Duration HOME_WITHIN = Duration.ofSeconds(15);
    private static final long LOOK_FOR_HOME_EVERY = 1_000_000L;
    private static final Duration WARM_UP = Duration.ofSeconds(1);

    /** A slow connection may take so long for the rest. */
    private static final Duration LONGEST_REST = Duration.ofSeconds(15);

    private static final Duration FAREWELL = Duration.ofSeconds(1);

    private static final int STEPS_BETWEEN_LOOKS = 4096;

    private final Scenario scenario;
    private final RunDirectory out;
    private final Progress progress;
    private final WorldProvider.Options options;
    private final BooleanSupplier isClosed;
    private final Timeline timeline = new Timeline();
    private final RunClock clock = RunClock.withDistance(() -> EPOCH.getEpochSecond() * NANOS);
    private final List<String> notes = new ArrayList<>();

    SimRun(
            Scenario scenario,
            RunDirectory out,
            Progress progress,
            WorldProvider.Options options,
            BooleanSupplier isClosed) {
        this.scenario = scenario;
        this.out = out;
        this.progress = progress;
        this.options = options;
        this.isClosed = isClosed;
    }

    Observations play() throws WorldException, InterruptedException {
        try (PrivateDirectory directory = PrivateDirectory.create()) {
            return play(directory);
        } catch (WorldException told) {
            throw told;
        } catch (IOException unwritable) {
            throw new WorldException(String.valueOf(unwritable.getMessage()), unwritable);
        }
    }

    private Observations play(PrivateDirectory directory) throws IOException, InterruptedException {
        AddressPlan addresses = AddressPlan.of(scenario);
        Plant plant = Plant.build(scenario, addresses, timeline, EPOCH, options.seed());
        Configuration.write(scenario, plant.interfaceNames(), directory.path(), options.seed());
        Configuration.writeForeignAgents(scenario, addresses, Plant.BRIDGE, directory.path());
        if (options.keep()) {
            directory.keep(out.config());
        }
        Witness witness = new Witness(Names.topology(scenario), clock);
        try (Recorder recorder = Recorder.start(scenario, plant, timeline, clock, witness, directory.path())) {
            watchHomecomings(plant, witness);
            Programs programs = Programs.of(scenario, plant, directory.path(), timeline, options.seed(), this::note);
            Invariants invariants =
                    new Invariants(scenario, plant, programs, timeline, options.seed(), Secrets.in(directory.path()));
            invariants.begin();
            programs.startAll();
            awaitHome(programs);
            progress.networksUp(Duration.ofNanos(timeline.nanos()), plant.networks(), plant.nodes());
            Observations seen = play(plant, programs, witness, recorder, new Names(scenario, addresses));
            end(programs, invariants);
            programs.saveLogs(out);
            return seen;
        }
    }

    /** Home is where the node gives itself its address: nobody else tells of it. */
    private void watchHomecomings(Plant plant, Witness witness) {
        for (Scenario.MobileNode mobile : scenario.mobiles()) {
            scenario.homeNetworkOf(mobile)
                    .flatMap(home -> plant.cable(mobile.name(), home.name()))
                    .ifPresent(nic -> plant.machineOf(mobile.name()).watch(changes -> {
                        if (changes.stream().anyMatch(change -> isHomecoming(mobile, nic.index(), change))) {
                            witness.addressReady(mobile.name(), timeline.nanos());
                        }
                    }));
        }
    }

    private static boolean isHomecoming(Scenario.MobileNode mobile, int link, NetworkChange change) {
        return change instanceof NetworkChange.AddressAdded added
                && added.address().linkIndex() == link
                && added.address().address().address().equals(mobile.home());
    }

    private void awaitHome(Programs programs) throws WorldException, InterruptedException {
        long until = timeline.nanos() + HOME_WITHIN.toNanos();
        Optional<String> astray = programs.notAtHome(scenario);
        while (astray.isPresent() && timeline.nanos() < until) {
            runUntil(timeline.nanos() + LOOK_FOR_HOME_EVERY, () -> false);
            astray = programs.notAtHome(scenario);
        }
        if (astray.isPresent()) {
            throw new WorldException(astray.get() + " did not find its home agent on the home link");
        }
    }

    private Observations play(Plant plant, Programs programs, Witness witness, Recorder recorder, Names names)
            throws IOException, InterruptedException {
        Streams streams = new Streams(scenario, plant, options.seed());
        streams.start();
        progress.warming(WARM_UP);
        long start = timeline.nanos() + WARM_UP.toNanos();
        boolean isTold = progress != Progress.SILENT;
        Supplier<List<DatagramFlow>> soFar = isTold ? streams::soFar : List::of;
        MoveReporter reporter =
                new MoveReporter(witness, soFar, !scenario.streams().isEmpty(), progress);
        SimStage stage = new SimStage(plant, programs, timeline, reporter);
        Director director = new Director(scenario, stage, witness, reporter, progress);
        director.begin(start);
        runUntil(Long.MAX_VALUE, director::hasEnded);
        long end = timeline.nanos();
        reporter.giveUp();
        streams.finish(end);
        runUntil(end + LONGEST_REST.toNanos(), () -> streams.isComplete(timeline.nanos()));
        TrafficSeen seen = streams.seen();
        notes.addAll(seen.notes());
        Testimony testimony = witness.testimony(timeline.nanos());
        String about = scenario.title() + "\n\n" + scenario.source();
        CaptureFile file = new CaptureFile("mobileip scenarios", about, names.all(), testimony.comments());
        List<MoveObserved> moves = testimony.moves(recorder.write(out.capture(), file));
        return new Observations(
                WORLD,
                "sim",
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

    /** All programs end, and leave nothing behind. */
    private void end(Programs programs, Invariants invariants) throws WorldException, InterruptedException {
        programs.stopNodes();
        runUntil(timeline.nanos() + FAREWELL.toNanos(), () -> false);
        programs.stopAgents();
        runUntil(timeline.nanos() + 1, () -> false);
        invariants.checkClean();
    }

    /** Lets things happen until {@code isEnough} or that moment. */
    private void runUntil(long until, BooleanSupplier isEnough) throws WorldException, InterruptedException {
        int steps = 0;
        while (!isEnough.getAsBoolean() && timeline.step(until)) {
            if (++steps % STEPS_BETWEEN_LOOKS == 0) {
                look();
            }
        }
    }

    private void look() throws WorldException, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (isClosed.getAsBoolean()) {
            throw new WorldException("the run was ended early");
        }
    }

    private void note(String text) {
        notes.add(text);
        progress.note(text);
    }
}
