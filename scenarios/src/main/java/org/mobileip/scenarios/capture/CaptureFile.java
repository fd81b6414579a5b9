package org.mobileip.scenarios.capture;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
    private static final class Lane implements Comparable<Lane> {
        final FrameSpool spool;
        final FrameSpool.Reader reader;
        final int number;
        final Map<Integer, List<String>> comments;
        int index;
        Optional<CapturedFrame> head;
        long nanos;

        Lane(FrameSpool spool, int number, Map<Integer, List<String>> comments) throws IOException {
            this.spool = spool;
            this.number = number;
            this.comments = comments;
            this.reader = spool.read();
            this.head = reader.next();
            this.nanos = nanosOf(head);
        }

        private static long nanosOf(Optional<CapturedFrame> head) {
            return head.isPresent() ? head.get().nanos() : Long.MAX_VALUE;
        }

        void advance() throws IOException {
            index++;
            head = reader.next();
            nanos = nanosOf(head);
        }

        @Override
        public int compareTo(Lane other) {
            int byTime = Long.compare(nanos, other.nanos);
            return byTime != 0 ? byTime : Integer.compare(number, other.number);
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
            Map<CaptureInterface, Map<Integer, List<String>>> remarks = new HashMap<>();
            comments.forEach((id, said) -> remarks.computeIfAbsent(id.captured(), any -> new HashMap<>())
                    .put(id.index(), said));
            for (FrameSpool spool : spools) {
                Map<Integer, List<String>> onThese = remarks.getOrDefault(spool.captured(), Map.of());
                lanes.add(new Lane(spool, writer.describe(spool.captured()), onThese));
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
        PriorityQueue<Lane> earliestFirst = new PriorityQueue<>(lanes);
        long last = 0;
        int number = 0;
        while (!earliestFirst.isEmpty()) {
            Lane lane = earliestFirst.remove();
            if (lane.head.isPresent()) {
                CapturedFrame frame = lane.head.get();
                List<String> said = lane.comments.getOrDefault(lane.index, List.of());
                number++;
                writer.frame(lane.number, frame, said);
                if (!said.isEmpty()) {
                    numbers.put(new FrameId(lane.spool.captured(), lane.index), number);
                }
                last = Math.max(last, frame.nanos());
                lane.advance();
                earliestFirst.add(lane);
            }
        }
        return last;
    }
}
