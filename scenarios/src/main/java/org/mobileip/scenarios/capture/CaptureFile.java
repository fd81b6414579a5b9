package org.mobileip.scenarios.capture;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import org.mobileip.net.Ipv4;

/**
 * What a capture file holds beside its frames.
 *
 * @param application the program that captured, with its version
 * @param comment what the file is about: the script, for one
 * @param names what the addresses are called
 * @param comments on the frames that matter
 */
public record CaptureFile(
        String application, String comment, Map<Ipv4, String> names, Map<FrameId, List<String>> comments) {

    private static final int BUFFER = 1 << 18;

    /** Where one spool's reading stands. */
    private static final class Lane {
        final FrameSpool spool;
        final FrameSpool.Reader reader;
        final int number;
        int index;
        Optional<CapturedFrame> head;

        Lane(FrameSpool spool, int number) throws IOException {
            this.spool = spool;
            this.number = number;
            this.reader = spool.read();
            this.head = reader.next();
        }

        long nanos() {
            return head.map(CapturedFrame::nanos).orElse(Long.MAX_VALUE);
        }
    }

    /**
     * Writes the frames of all spools, which are closed already, to {@code file} in the order of their times.
     *
     * @return the numbers, from 1, of the frames that have comments
     */
    public Map<FrameId, Integer> write(Path file, List<FrameSpool> spools) throws IOException {
        List<Lane> lanes = new ArrayList<>();
        Map<FrameId, Integer> numbers = new HashMap<>();
        try (PcapngWriter writer =
                new PcapngWriter(new BufferedOutputStream(Files.newOutputStream(file), BUFFER), application, comment)) {
            for (FrameSpool spool : spools) {
                lanes.add(new Lane(spool, writer.describe(spool.captured())));
            }
            writer.names(names);
            long last = merge(writer, lanes, numbers);
            for (Lane lane : lanes) {
                long seen = lane.spool.kept() + lane.spool.dropped();
                writer.statistics(lane.number, last, seen, lane.spool.dropped());
            }
        } finally {
            for (Lane lane : lanes) {
                lane.reader.close();
            }
        }
        return numbers;
    }

    /** Returns the time of the last frame. */
    private long merge(PcapngWriter writer, List<Lane> lanes, Map<FrameId, Integer> numbers) throws IOException {
        PriorityQueue<Lane> earliestFirst =
                new PriorityQueue<>(Comparator.comparingLong(Lane::nanos).thenComparingInt(lane -> lane.number));
        earliestFirst.addAll(lanes);
        long last = 0;
        int number = 0;
        while (!earliestFirst.isEmpty()) {
            Lane lane = earliestFirst.remove();
            if (lane.head.isPresent()) {
                CapturedFrame frame = lane.head.get();
                FrameId id = new FrameId(lane.spool.captured(), lane.index++);
                number++;
                writer.frame(lane.number, frame, comments.getOrDefault(id, List.of()));
                if (comments.containsKey(id)) {
                    numbers.put(id, number);
                }
                last = Math.max(last, frame.nanos());
                lane.head = lane.reader.next();
                earliestFirst.add(lane);
            }
        }
        return last;
    }
}
