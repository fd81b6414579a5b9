package org.mobileip.scenarios.netns;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.mobileip.control.ControlClient;
import org.mobileip.control.ControlException;
import org.mobileip.scenarios.language.Action;
import org.mobileip.scenarios.language.Action.Verb;
import org.mobileip.scenarios.language.Scenario;
import org.mobileip.scenarios.measure.RunDirectory;
import org.mobileip.scenarios.measure.WorldException;
import org.mobileip.scenarios.netns.DaemonProcess.Program;
import org.mobileip.scenarios.netns.Halt.HaltedException;
import org.mobileip.scenarios.plan.Configuration;
import org.mobileip.scenarios.plan.PrivateDirectory;

/**
 * The daemons of a run: who runs, who has been stopped. Signals are sent at once by the thread that asks for it; what has to
 * be waited for then, an end or a readiness, is waited for by a thread of its own.
 */
final class Daemons implements Programs {

    private static final long READY_MILLIS = 120_000;
    private static final long END_MILLIS = 7_000;
    private static final long LOOK_MILLIS = 5;

    private final Scenario scenario;
    private final Plant plant;
    private final PrivateDirectory directory;
    private final Consumer<String> notes;
    private final Map<String, Program> programs = new LinkedHashMap<>();
    private final Map<String, DaemonProcess> running = new ConcurrentHashMap<>();
    private final Map<String, NodeClock> clocks = new LinkedHashMap<>();
    private final ExecutorService patience = Executors.newSingleThreadExecutor(Daemons::thread);

    /** None runs yet. */
    Daemons(Setting setting) throws IOException {
        scenario = setting.scenario();
        plant = setting.plant();
        directory = setting.directory();
        notes = setting.notes();
        boolean rehearse = setting.options().rehearse();
        RunDirectory out = setting.out();
        for (Scenario.TimedAction timed : scenario.actions()) {
            if (timed.action() instanceof Action.ShiftClock shift && !clocks.containsKey(shift.node())) {
                clocks.put(shift.node(), NodeClock.create(directory.path(), shift.node()));
            }
        }
        scenario.homeAgents().forEach(agent -> add(agent.name(), rehearsing(Program.HOME_AGENT, rehearse), out));
        scenario.networks().stream()
                .filter(Scenario.Network::foreignAgent)
                .forEach(network -> add(network.name(), Program.FOREIGN_AGENT, out));
        scenario.mobiles().forEach(mobile -> add(mobile.name(), rehearsing(Program.MOBILE_NODE, rehearse), out));
    }

    private static List<String> rehearsing(List<String> command, boolean rehearse) {
        List<String> words = new ArrayList<>(command);
        if (!rehearse) {
            words.add(DaemonProcess.NO_REHEARSAL);
        }
        return words;
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "daemon control");
        thread.setDaemon(true);
        return thread;
    }

    private void add(String node, List<String> command, RunDirectory out) {
        Optional<Path> clock = Optional.ofNullable(clocks.get(node)).map(NodeClock::file);
        programs.put(node, new Program(command, Configuration.file(directory.path(), node), out.log(node), clock));
    }

    @Override
    public void startAll() {
        programs.keySet().forEach(this::start);
    }

    @Override
    public void awaitReady(Halt halt) throws WorldException, HaltedException {
        for (String node : programs.keySet()) {
            DaemonProcess daemon = daemon(node);
            boolean settled = halt.await(() -> daemon.isReady() || !daemon.isAlive(), READY_MILLIS);
            if (!settled) {
                throw new WorldException(daemon.story("was not ready after " + READY_MILLIS / 1000 + " s"));
            }
            if (!daemon.isReady()) {
                throw new WorldException(daemon.story("ended before it was ready"));
            }
        }
    }

    private void start(String node) {
        Program program = programs.get(node);
        if (program == null) {
            throw new AssertionError("no daemon for " + node);
        }
        running.put(node, DaemonProcess.start(node, plant.daemonSite(node).namespace(), program));
    }

    private DaemonProcess daemon(String node) {
        DaemonProcess daemon = running.get(node);
        if (daemon == null) {
            throw new AssertionError("no daemon of " + node + " runs");
        }
        return daemon;
    }

    @Override
    public void control(Verb verb, String node) {
        Optional<DaemonProcess> old = Optional.ofNullable(verb == Verb.START ? null : running.remove(node));
        old.ifPresent(verb == Verb.KILL ? DaemonProcess::kill : DaemonProcess::terminate);
        patience.execute(() -> {
            old.ifPresent(daemon -> daemon.endWithin(END_MILLIS));
            boolean starts = verb == Verb.RESTART || verb == Verb.START;
            if (starts && !running.containsKey(node)) {
                startAgain(node);
            }
        });
    }

    @Override
    public void shiftClock(String node, Duration by) {
        NodeClock clock = clocks.get(node);
        if (clock == null) {
            throw new AssertionError("nobody sets the clock of " + node);
        }
        clock.shift(by);
    }

    private void startAgain(String node) {
        long begin = System.nanoTime();
        start(node);
        DaemonProcess daemon = daemon(node);
        while (!daemon.isReady() && daemon.isAlive() && !patience.isShutdown()) {
            pause();
        }
        if (daemon.isReady()) {
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
            notes.accept(node + " was ready again after " + millis + " ms");
        }
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_MILLIS);
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts this thread", e);
        }
    }

    @Override
    public List<String> deserters() {
        List<String> stories = new ArrayList<>();
        running.values().stream()
                .filter(daemon -> !daemon.isAlive())
                .map(daemon -> daemon.story("ended by itself"))
                .forEach(stories::add);
        return stories;
    }

    @Override
    public String story(String node, String what) {
        return daemon(node).story(what);
    }

    @Override
    public Optional<Map<String, Object>> ask(String node, String verb, String... arguments) {
        try {
            return Optional.of(ControlClient.ask(Configuration.controlSocket(directory.path(), node), verb, arguments));
        } catch (ControlException noAnswer) {
            return Optional.empty();
        }
    }

    @Override
    public String dataplane() {
        Dataplanes said = new Dataplanes();
        scenario.homeAgents().forEach(agent -> ask(agent.name(), "status")
                .ifPresent(status -> said.said(agent.name(), status.get("dataplane"))));
        scenario.mobiles().forEach(mobile -> ask(mobile.name(), "status")
                .ifPresent(status -> said.said(
                        mobile.name(),
                        status.get("tunnel") instanceof Map<?, ?> tunnel ? tunnel.get("dataplane") : null)));
        return said.all();
    }

    /** Ends all of them, as a service manager would: first politely, then not. */
    @Override
    public void close() {
        running.values().forEach(DaemonProcess::terminate);
        running.values().forEach(daemon -> patience.execute(() -> daemon.endWithin(END_MILLIS)));
        patience.shutdown();
        boolean interrupted = false;
        while (true) {
            try {
                if (patience.awaitTermination(END_MILLIS, TimeUnit.MILLISECONDS)) {
                    break;
                }
                running.values().forEach(DaemonProcess::kill);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        running.clear();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
