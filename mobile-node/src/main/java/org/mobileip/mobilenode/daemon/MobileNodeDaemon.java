package org.mobileip.mobilenode.daemon;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.mobileip.cli.CommandFailure;
import org.mobileip.cli.ExitCode;
import org.mobileip.config.MobileNodeConfig;
import org.mobileip.control.ControlServer;
import org.mobileip.host.HostException;
import org.mobileip.host.linux.ClockWatch;
import org.mobileip.host.linux.EventLoop;
import org.mobileip.host.linux.HangUp;
import org.mobileip.host.linux.LinuxHostNetwork;
import org.mobileip.host.linux.NetworkMonitor;
import org.mobileip.host.linux.ProcessMemory;
import org.mobileip.host.linux.SystemdNotify;
import org.mobileip.metrics.MetricsServer;
import org.mobileip.mobilenode.Memory;
import org.mobileip.mobilenode.Settings;

/** The mobile node on this machine, from start to end. */
public final class MobileNodeDaemon {

    private static final Logger LOG = LogManager.getLogger("mobile-node");
    private static final long CLEANUP_SECONDS = 5;

    private final MobileNodeConfig config;
    private final Settings settings;
    private final EventLoop loop = new EventLoop(MobileNodeDaemon::failed);
    private final Reloader reloader;
    private final Verbs.Desk desk;
    private final CountDownLatch isClean = new CountDownLatch(1);

    private MobileNodeDaemon(MobileNodeConfig config, Reloader.Reader reader) {
        this.config = config;
        this.settings = EngineSettings.of(config);
        this.reloader = new Reloader(config, reader, loop::execute);
        this.desk = new Verbs.Desk(reloader);
    }

    /**
     * Runs until a signal ends it, and leaves the machine as it was. A second daemon on the same control socket is refused
     * before anything is touched.
     *
     * @param rehearse whether to play handovers before READY, so that the first one does not wait for cold code
     * @return the exit code, where no signal ended it
     * @throws CommandFailure when it cannot run here; the message says what would help
     */
    public static int run(MobileNodeConfig config, boolean rehearse) throws CommandFailure {
        Machine.check(config);
        MobileNodeDaemon daemon = new MobileNodeDaemon(config, () -> MobileNodeConfig.load(config.file()));
        try (ControlServer control = ControlServer.start(config.control(), daemon.desk.list(), daemon.loop::execute)) {
            LOG.debug("control-socket path={} server={}", config.control(), control);
            return daemon.runOnThisMachine(rehearse);
        } catch (HostException refused) {
            if (refused.isNotPermitted()) {
                throw notPermitted(String.valueOf(refused.getMessage()), config);
            }
            throw new CommandFailure(ExitCode.CANNOT_RUN_HERE, String.valueOf(refused.getMessage()));
        } catch (AccessDeniedException refused) {
            throw notPermitted("not permitted to use " + refused.getMessage(), config);
        } catch (IOException taken) {
            throw new CommandFailure(ExitCode.CANNOT_RUN_HERE, String.valueOf(taken.getMessage()));
        } finally {
            daemon.isClean.countDown();
        }
    }

    static CommandFailure notPermitted(String why, MobileNodeConfig config) {
        return new CommandFailure(
                ExitCode.NOT_PERMITTED, why + "; this would be: sudo mobile-node run -c " + config.file());
    }

    private int runOnThisMachine(boolean rehearse) throws IOException {
        Path undo = config.control().resolveSibling(config.control().getFileName() + ".undo");
        try (LinuxHostNetwork network = LinuxHostNetwork.open();
                NetworkMonitor monitor = NetworkMonitor.open()) {
            NodeDriver.Kernel kernel = new NodeDriver.Kernel(network, new SysctlLinkSettings(), new UndoFile(undo));
            NodeDriver.removeLeftovers(kernel, Diary.log());
            StateFile state = new StateFile(config.state());
            Memory memory = state.load();
            try (Ports ports = Ports.open(config);
                    Outside outside = new Outside(loop, state);
                    ClockWatch clock = new ClockWatch()) {
                ControlLoop control = new ControlLoop(settings, memory, loop, kernel, monitor, ports, outside);
                outside.tell(control::lookedUp);
                control.watch(clock);
                desk.open(new Verbs(reloader, ports, control));
                HangUp.handle(desk::hangUp);
                if (rehearse) {
                    Rehearsal.run(settings, network, monitor, ports);
                    ProcessMemory.giveBack();
                }
                try (MetricsServer metrics =
                        MetricsPage.serve(config.metrics(), loop::execute, control, ports.dataplane())) {
                    LOG.debug("metrics server={}", metrics);
                    return runReady(control);
                }
            }
        }
    }

    private int runReady(ControlLoop control) {
        try {
            control.start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(control), "ending"));
            LOG.info(
                    "serving name={} home-address={} home-agent={}",
                    config.name(),
                    config.home().words(),
                    config.home().agents());
            System.err.println("READY");
            SystemdNotify.ready();
            return control.run() ? ExitCode.DONE : ExitCode.MISSED;
        } finally {
            control.cleanUp();
        }
    }

    /** A signal has come: the loop says goodbye, and the JVM waits until all is put away. */
    private void end(ControlLoop control) {
        if (isClean.getCount() == 0) {
            return;
        }
        LOG.info("ending");
        SystemdNotify.stopping();
        loop.execute(control::stop);
        try {
            if (!isClean.await(CLEANUP_SECONDS, TimeUnit.SECONDS)) {
                LOG.error("cleanup-unfinished after={}s", CLEANUP_SECONDS);
            }
        } catch (InterruptedException forced) {
            Thread.currentThread().interrupt();
        }
    }

    private static void failed(RuntimeException failure) {
        LOG.error("internal-error reason=\"{}\"", failure.toString(), failure);
    }
}
