package org.mobileip.scenarios.netns;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.mobileip.scenarios.capture.CaptureFile;
import org.mobileip.scenarios.capture.CaptureInterface;
import org.mobileip.scenarios.capture.Captures;
import org.mobileip.scenarios.capture.Testimony;
import org.mobileip.scenarios.capture.Witness;
import org.mobileip.scenarios.clock.RunClock;
import org.mobileip.scenarios.language.Scenario;
import org.mobileip.scenarios.measure.MoveObserved;
import org.mobileip.scenarios.plan.AddressPlan;
import org.mobileip.scenarios.plan.Names;

/** The packets of a run: one capture for each cable at the node's end, and who looks at them. */
final class Recording implements AutoCloseable {

    private final Scenario scenario;
    private final AddressPlan addresses;
    private final Witness witness;
    private final Captures captures;

    private Recording(Scenario scenario, AddressPlan addresses, Witness witness, Captures captures) {
        this.scenario = scenario;
        this.addresses = addresses;
        this.witness = witness;
        this.captures = captures;
    }

    /**
     * Begins to capture at every node of {@code plant}.
     *
     * @param directory for what is captured, until {@link #close}
     */
    static Recording start(Scenario scenario, AddressPlan addresses, Plant plant, Path directory, RunClock clock) {
        Witness witness = new Witness(Names.topology(scenario), clock);
        Captures captures = Captures.open(directory, clock, witness);
        Recording recording = new Recording(scenario, addresses, witness, captures);
        try {
            plant.nodeNames().forEach(node -> recording.add(plant, node));
            return recording;
        } catch (RuntimeException | Error e) {
            captures.close();
            throw e;
        }
    }

    private void add(Plant plant, String node) {
        for (Scenario.Network network : scenario.networks()) {
            add(plant, node, network.name(), "network " + network.name() + " " + network.prefix());
        }
        for (Scenario.MobileNode mobile : scenario.mobiles()) {
            add(plant, node, mobile.name(), "the network behind " + mobile.name() + " " + mobile.networks());
        }
    }

    private void add(Plant plant, String node, String network, String where) {
        plant.plug(node, network)
                .ifPresent(plug -> captures.add(
                        new CaptureInterface(node, network, node + " in " + where),
                        plug.node().namespace(),
                        plug.interfaceName()));
    }

    Witness witness() {
        return witness;
    }

    /** Ends the capture; what a reader of the figures must know. */
    List<String> stop() {
        return captures.stop();
    }

    /** Writes everything to one file, after {@link #stop}; the moves with the numbers of their frames in it. */
    List<MoveObserved> write(Path file, Testimony testimony, String application) throws IOException {
        String about = scenario.title() + "\n\n" + scenario.source();
        return testimony.moves(captures.write(
                file, new CaptureFile(application, about, new Names(scenario, addresses).all(), testimony.comments())));
    }

    @Override
    public void close() {
        captures.close();
    }
}
