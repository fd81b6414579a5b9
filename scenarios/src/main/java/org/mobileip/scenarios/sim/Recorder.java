package org.mobileip.scenarios.sim;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.mobileip.net.Octets;
import org.mobileip.scenarios.capture.CaptureFile;
import org.mobileip.scenarios.capture.CaptureInterface;
import org.mobileip.scenarios.capture.CapturedFrame;
import org.mobileip.scenarios.capture.FrameId;
import org.mobileip.scenarios.capture.FrameSpool;
import org.mobileip.scenarios.capture.Sighting;
import org.mobileip.scenarios.capture.SnapLength;
import org.mobileip.scenarios.capture.Witness;
import org.mobileip.scenarios.clock.RunClock;
import org.mobileip.scenarios.language.Scenario;
import org.mobileip.scenarios.sim.machine.Timeline;

/** Writes down every frame at every node, and shows it to a witness when it passes. */
final class Recorder implements AutoCloseable {

    private static final long LIMIT = 1L << 30;

    private final Timeline timeline;
    private final RunClock clock;
    private final Witness witness;
    private final List<FrameSpool> spools = new ArrayList<>();
    private boolean isOver;

    /** Begins. {@code directory} is where frames are until they are written to one file. */
    static Recorder start(
            Scenario scenario, Plant plant, Timeline timeline, RunClock clock, Witness witness, Path directory)
            throws IOException {
        Recorder recorder = new Recorder(timeline, clock, witness);
        for (String node : plant.nodeNames()) {
            for (Scenario.Network network : scenario.networks()) {
                if (plant.cable(node, network.name()).isPresent()) {
                    String where = "network " + network.name() + " " + network.prefix();
                    recorder.add(plant, node, network.name(), where, directory);
                }
            }
            for (Scenario.MobileNode mobile : scenario.mobiles()) {
                if (plant.cable(node, mobile.name()).isPresent()) {
                    String where = "the network behind " + mobile.name() + " " + mobile.networks();
                    recorder.add(plant, node, mobile.name(), where, directory);
                }
            }
        }
        return recorder;
    }

    private Recorder(Timeline timeline, RunClock clock, Witness witness) {
        this.timeline = timeline;
        this.clock = clock;
        this.witness = witness;
    }

    private void add(Plant plant, String node, String network, String where, Path directory) throws IOException {
        CaptureInterface captured = new CaptureInterface(node, network, node + " in " + where);
        FrameSpool spool = new FrameSpool(captured, directory.resolve("frames-" + spools.size()), LIMIT);
        spools.add(spool);
        plant.cable(node, network).ifPresent(nic -> nic.tap((frame, outbound) -> record(spool, frame, outbound)));
    }

    private void record(FrameSpool spool, byte[] frame, boolean outbound) {
        if (isOver) {
            return;
        }
        int kept = SnapLength.of(ByteBuffer.wrap(frame), frame.length);
        CapturedFrame captured =
                new CapturedFrame(clock.toWall(timeline.nanos()), outbound, Octets.of(frame, 0, kept), frame.length);
        try {
            int index = spool.add(captured);
            if (index >= 0) {
                witness.seen(new FrameId(spool.captured(), index), captured, Sighting.of(captured.octets()));
            }
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    /** Ends, and writes everything to one file; see {@link CaptureFile#write}. */
    Map<FrameId, Integer> write(Path file, CaptureFile about) throws IOException {
        close();
        return about.write(file, spools);
    }

    @Override
    public void close() throws IOException {
        isOver = true;
        for (FrameSpool spool : spools) {
            spool.close();
        }
    }
}
