package org.mobileip.homeagent.daemon;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.mobileip.cli.CommandFailure;
import org.mobileip.cli.ExitCode;
import org.mobileip.config.HomeAgentConfig;
import org.mobileip.control.ControlServer;
import org.mobileip.control.Verb;
import org.mobileip.homeagent.Event;
import org.mobileip.homeagent.HomeAgent;
import org.mobileip.homeagent.HomeAgentSettings;
import org.mobileip.homeagent.StoreState;
import org.mobileip.homeagent.store.Contents;
import org.mobileip.homeagent.store.LoadedStore;
import org.mobileip.homeagent.store.Store;
import org.mobileip.host.Dataplane;
import org.mobileip.host.HostNetwork;
import org.mobileip.host.Link;
import org.mobileip.host.linux.BootTimeTicker;
import org.mobileip.host.linux.EventLoop;
import org.mobileip.host.linux.Fd;
import org.mobileip.host.linux.LinuxHostNetwork;
import org.mobileip.host.linux.ProcessMemory;
import org.mobileip.host.linux.Sysctl;
import org.mobileip.host.linux.TimeOfDay;
import org.mobileip.host.linux.fast.FastDataplane;
import org.mobileip.host.linux.fast.FastDataplane.Faster;
import org.mobileip.host.linux.tun.TunDataplane;
import org.mobileip.host.linux.tun.TunInheritance;
import org.mobileip.host.linux.tun.TunOptions;
import org.mobileip.net.Datagram;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Endpoint;
import org.mobileip.net.InterfaceAddress;
import org.mobileip.net.Ipv4;
import org.mobileip.time.Tick;
import org.mobileip.wire.AgentSolicitation;
import org.mobileip.wire.ControlMessage;

/**
 * The home agent as a process. Everything runs on the thread that calls {@link #start} and {@link #run}; the tunnel has its
 * own threads. Port 434 comes first: who has it is the only home agent here, and may clear up after one that died.
 */
public final class HomeAgentDaemon implements AutoCloseable {

    private static final String FORWARDING = "net/ipv4/ip_forward";
    private static final int HOST_PREFIX = 32;

    /** So many replies, and as much that is told of them: a second of a slow disk at many thousand requests a second. */
    private static final int MOST_WAITING = 2 * 8192;

    private final HomeAgentConfig config;
    private final EventLoop loop;
    private final Journal journal;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final RegistrationPort registration;
    private final Store store;
    private final AgentDriver driver;
    private final HostNetwork network;
    private final Surroundings surroundings;
    private final Optional<Predecessor> predecessor;
    private final Successor successor;
    private final TunDataplane tun;
    private final Tunnels tunnels;
    private final Reloader reloader;
    private final OptionalInt homeLinkIndex;

    private HomeAgentDaemon(
            HomeAgentConfig config, Reloader.Reader reader, EventLoop loop, Start how, StoreOpening early)
            throws CommandFailure, IOException {
        this.config = config;
        this.loop = loop;
        this.journal = new Journal(loop.ticker(), TimeOfDay.source(), Diary.log());
        this.successor = new Successor(loop.ticker(), this::shared, this::retire, loop::stop);
        try {
            opened(early);
            predecessor = how == Start.TAKING_OVER ? Optional.of(findPredecessor()) : Optional.empty();
            registration = opened(openRegistration());
            boolean isVirtual = config.homeInterface().isEmpty();
            surroundings = opened(new Surroundings(isVirtual ? Optional.of(config.network()) : Optional.empty()));
            network = opened(LinuxHostNetwork.open());
            if (predecessor.isEmpty()) {
                removeStale();
            }
            HomeAgentSettings settings = EngineSettings.of(config);
            reloader = reloader(reader);
            Health health = new Health(reloader::running, network);
            health.problems().forEach(journal::warn);
            TunOptions options = Dataplanes.options(config.tunnel(), this::tunnelFault);
            tun = Dataplanes.openTun(config, options, health, predecessor.map(Predecessor::tunnels));
            if (config.tunnel().encapsulation().contains(Encapsulation.UDP)) {
                tun.sendUdpBeside(registration.fd());
            }
            tunnels = opened(openTunnels(health, options));
            store = opened(predecessor.isPresent() ? takeStoreOver() : open(early.take()));
            Contents kept = store.readAll();
            HomeAgent agent = new HomeAgent(
                    settings,
                    kept.newest(),
                    EngineSettings.nonces(),
                    loop.ticker().now());
            Optional<HomeLinkPort> homeLink = openHomeLink(health);
            homeLink.ifPresent(this::opened);
            driver = new AgentDriver(
                    agent, registration, tunnels, homeLink.map(HomeLinkPort::driver), store, journal, loop.ticker());
            turnForwardingOn();
            tellOurAddresses();
            if (isVirtual) {
                tunnels.leadAll(config.network());
            }
            KeptState.resume(kept, driver, journal, loop, predecessor.isPresent());
            homeLinkIndex = HomeLinkPort.index(homeLink);
            tunnels.routeHome(homeLinkIndex, config.nodes());
            if (how == Start.REHEARSED) {
                Rehearsal.perform(EngineSettings.usualAlgorithm(config), tunnels, network, loop.ticker());
                ProcessMemory.giveBack();
            }
            predecessor.ifPresent(this::relieve);
            Answers answers = new Answers(
                    reloader, agent, tunnels.dataplane(), journal, health, store, loop.ticker(), this::handle);
            List<Verb> verbs = new ArrayList<>(answers.verbs());
            verbs.addAll(List.of(successor.verb(), Upgrade.verb()));
            opened(listen(verbs));
            new MetricsPage(agent, journal, tunnels.dataplane(), health)
                    .serve(config.metrics(), loop, predecessor.isPresent())
                    .ifPresent(this::opened);
            journal.started(config, tunnels.dataplane().name());
        } catch (CommandFailure | IOException | RuntimeException | Error failure) {
            close();
            throw failure;
        }
        loop.onReadable(registration.fd(), this::readRequests);
        surroundings.attend(loop, successor::hasRetired, this::tellOurAddresses, tunnels, journal);
    }

    /** A loop for {@link #start}, which tells of what its handlers did not expect. */
    public static EventLoop loop() {
        Journal journal = new Journal(new BootTimeTicker(), TimeOfDay.source(), Diary.log());
        return new EventLoop(failure -> journal.failure("handler-failed", failure));
    }

    /** How to begin. */
    public enum Start {
        /** At once; the first registration takes some tens of milliseconds longer. */
        COLD,
        /** After some registrations of nobody were served, so that the first real one finds warm code. */
        REHEARSED,
        /** In the place of the one that runs here, which hands over what it has, and ends. */
        TAKING_OVER
    }

    /**
     * Opens everything: when this returns, requests are served as soon as {@link #run} is called.
     *
     * @param reader reads {@code config} again, when somebody asks for it
     * @param loop to run on, which the caller closes
     * @param early the store, which is closed by this
     * @throws CommandFailure where this machine lacks something, with the exit code
     * @throws IOException where a file or the control socket is refused
     * @throws org.mobileip.host.HostException where the kernel refuses
     */
    public static HomeAgentDaemon start(
            HomeAgentConfig config, Reloader.Reader reader, EventLoop loop, Start how, StoreOpening early)
            throws CommandFailure, IOException {
        return new HomeAgentDaemon(config, reader, loop, how, early);
    }

    /** Serves until the loop is stopped. */
    public void run() {
        loop.beUrgent();
        loop.run(this::nextDeadline, this::deadlineCame);
        close();
        journal.stopped();
        if (successor.hasRetired() && !successor.isToLeave()) {
            throw new IllegalStateException("the home agent that was to take over has not done so");
        }
    }

    /** Reads the file again, and goes by it where it is good. From any thread, which it keeps while it reads. */
    public void reload() {
        reloader.signalled();
    }

    private Reloader reloader(Reloader.Reader reader) {
        Reloader.Machinery machinery = new Reloader.Machinery(
                event -> driver.reload(event),
                () -> successor.hasRetired(),
                now -> tunnels.routeHome(homeLinkIndex, now.nodes()),
                loop::execute);
        return new Reloader(config, reader, TimeOfDay.source(), journal, machinery);
    }

    private Tick nextDeadline() {
        return successor.hasRetired() ? successor.deadline() : driver.nextDeadline();
    }

    private void deadlineCame() {
        if (successor.hasRetired()) {
            loop.stop();
        } else {
            handle(new Event.DeadlineCame());
        }
    }

    private Predecessor findPredecessor() throws CommandFailure, IOException {
        if (config.daemon().state().isEmpty()) {
            throw new CommandFailure(
                    ExitCode.CANNOT_RUN_HERE,
                    "without [daemon] state there is nothing by which bindings could be taken over");
        }
        return Predecessor.at(config.daemon().control());
    }

    private RegistrationPort openRegistration() {
        Endpoint everywhere = new Endpoint(Ipv4.UNSPECIFIED, ControlMessage.PORT);
        return predecessor
                .map(other -> RegistrationPort.inherited(
                        other.registration(), config.knownAddress(), config.address(), journal))
                .orElseGet(() -> new RegistrationPort(everywhere, config.knownAddress(), config.address(), journal));
    }

    private Store open(Optional<LoadedStore> loaded) throws IOException {
        return KeptState.open(loaded, loop, journal, this::storeIs);
    }

    /** From here on nobody answers requests, until this one does: they wait in the socket. */
    private Store takeStoreOver() throws CommandFailure, IOException {
        predecessor.orElseThrow().retire();
        return open(Optional.of(
                Predecessor.await(() -> LoadedStore.of(config.daemon().state().orElseThrow()))));
    }

    /** All that the other one does is done here too from now on. */
    private void relieve(Predecessor other) {
        tunnels.removeUnwanted();
        tun.begin();
        other.leave();
    }

    private ControlServer listen(List<Verb> verbs) throws IOException {
        Predecessor.Opening<ControlServer> opening =
                () -> ControlServer.start(config.daemon().control(), verbs, loop::execute);
        return predecessor.isPresent() ? Predecessor.await(opening) : opening.open();
    }

    /** For who takes over from this one; none where the kernel's own device carries the tunnels, of which there is one. */
    private List<Fd> shared() {
        if (tunnels.dataplane().name().equals(Faster.KERNEL.word())) {
            return List.of();
        }
        List<Fd> all = new ArrayList<>(List.of(registration.fd()));
        for (TunInheritance.Queue queue : tun.inheritance().queues()) {
            all.add(queue.tun());
            all.add(queue.packets());
        }
        return all;
    }

    private void retire() {
        loop.remove(registration.fd());
        store.append(List.of(), () -> {
            opened.remove(store);
            store.close();
        });
        tunnels.leaveRoutes();
    }

    private <T extends AutoCloseable> T opened(T resource) {
        opened.push(resource);
        return resource;
    }

    private void removeStale() {
        int routes = Tunnels.removeStale(network);
        if (routes > 0) {
            journal.warn("removed " + routes + " routes of a home agent that did not end by itself");
        }
        int programs = FastDataplane.removeLeftovers();
        if (programs > 0) {
            journal.warn(
                    "removed " + programs + " BPF programs or tunnel devices of somebody who did not end by himself");
        }
    }

    private Tunnels openTunnels(Health health, TunOptions options) {
        Dataplane dataplane = Dataplanes.open(config.tunnel(), tun, options, predecessor.isPresent());
        journal.carriedBy(dataplane, config.tunnel().dataplane());
        config.publicAddress().ifPresent(known -> answerTo(known, dataplane.interfaceIndex()));
        return new Tunnels(
                dataplane,
                network,
                config.address(),
                health.addressIsOurs(),
                config.tunnel().mtu());
    }

    private void tunnelFault(Throwable fault) {
        loop.execute(() -> journal.failure("tunnel-fault", fault));
    }

    /** What nodes send to it through the tunnel, such as keepalives, is for this machine; with the interface it goes. */
    private void answerTo(Ipv4 known, int interfaceIndex) {
        network.addAddress(interfaceIndex, new InterfaceAddress(known, HOST_PREFIX));
    }

    private Optional<HomeLinkPort> openHomeLink(Health health) throws CommandFailure {
        if (config.homeInterface().isEmpty()) {
            return Optional.empty();
        }
        String name = config.homeInterface().get();
        Link link = health.link(name)
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.CANNOT_RUN_HERE,
                        "there is no interface \"" + name + "\" here; \"ip link\" shows those there are"));
        if (predecessor.isEmpty()) {
            registration.join(link.index(), AgentSolicitation.MOBILE_AGENTS);
        }
        return Optional.of(
                new HomeLinkPort(loop, network, journal, link, config.address(), () -> handle(new Event.Solicited())));
    }

    private void turnForwardingOn() {
        if (Sysctl.exchange(FORWARDING, "1").equals("0")) {
            journal.warn("IPv4 forwarding was off; it is on now, and stays on when the home agent ends");
        }
    }

    private void handle(Event event) {
        if (!successor.hasRetired()) { // Whatever happens now is for the one that takes over.
            driver.handle(event);
        }
    }

    private void readRequests() {
        if (successor.hasRetired()) {
            return;
        }
        if (driver.waiting() > MOST_WAITING && store.status().state() != StoreState.HALTED) {
            loop.remove(registration.fd()); // They wait in the socket, which is bounded too.
            store.append(List.of(), this::readRequestsAgain);
            return;
        }
        List<Event.Received> requests = new ArrayList<>();
        for (Datagram datagram : registration.receive()) {
            requests.add(new Event.Received(datagram));
        }
        boolean isInVain = !driver.handleAll(requests) && driver.waiting() == 0; // No reply to be sent soon either.
        loop.did(requests.size(), requests.size() == RegistrationPort.MOST_AT_ONCE, isInVain);
    }

    private void storeIs(StoreState state) {
        handle(new Event.StoreIs(state));
        readRequestsAgain();
    }

    private void readRequestsAgain() {
        if (successor.hasRetired()) {
            return;
        }
        loop.onReadable(registration.fd(), this::readRequests);
    }

    private void tellOurAddresses() {
        Set<Ipv4> ours = network.addresses().stream()
                .map(each -> each.address().address())
                .collect(Collectors.toSet());
        driver.handle(new Event.OurAddresses(ours));
    }

    /** Undoes what was done, last first, and nothing else; IPv4 forwarding stays on. */
    @Override
    public void close() {
        while (!opened.isEmpty()) {
            AutoCloseable resource = opened.pop();
            try {
                resource.close();
            } catch (Exception unwilling) {
                journal.failure("close-failed what=" + resource.getClass().getSimpleName(), unwilling);
            }
        }
    }
}
