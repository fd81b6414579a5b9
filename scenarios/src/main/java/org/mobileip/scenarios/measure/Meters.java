package org.mobileip.scenarios.measure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.mobileip.scenarios.language.Scenario;
import org.mobileip.scenarios.language.Stream;

/**
 * A meter for each flow of a run.
 *
 * @param run from the script's time 0 until stop
 * @param datagrams for each udp stream its directions
 * @param tcp for each tcp stream its directions
 */
record Meters(
        Span run,
        List<MoveWindow> moves,
        Map<String, List<DatagramMeter>> datagrams,
        Map<String, PingMeter> pings,
        Map<String, List<TcpMeter>> tcp) {

    static Meters of(Scenario scenario, Observations seen) {
        Span run = new Span(seen.startNanos(), Math.max(seen.startNanos(), seen.endNanos()));
        Map<String, List<DatagramMeter>> datagrams = new LinkedHashMap<>();
        Map<String, PingMeter> pings = new LinkedHashMap<>();
        Map<String, List<TcpMeter>> tcp = new LinkedHashMap<>();
        for (Stream stream : scenario.streams()) {
            String name = stream.name();
            switch (stream.kind()) {
                case UDP -> datagrams.put(name, datagrams(name, seen, run));
                case PING ->
                    seen.pings().stream()
                            .filter(flow -> flow.stream().equals(name))
                            .forEach(flow -> pings.put(name, new PingMeter(flow, run)));
                case TCP -> tcp.put(name, tcp(stream, seen, run));
            }
        }
        return new Meters(run, MoveWindow.of(seen), datagrams, pings, tcp);
    }

    private static List<DatagramMeter> datagrams(String name, Observations seen, Span run) {
        return seen.flows().stream()
                .filter(flow -> flow.stream().equals(name))
                .map(flow -> new DatagramMeter(flow, run))
                .toList();
    }

    private static List<TcpMeter> tcp(Stream stream, Observations seen, Span run) {
        OptionalInt size = stream.size();
        OptionalLong wanted = size.isPresent() ? OptionalLong.of(size.getAsInt()) : OptionalLong.empty();
        return seen.tcpFlows().stream()
                .filter(flow -> flow.stream().equals(stream.name()))
                .map(flow -> new TcpMeter(flow, wanted, run))
                .toList();
    }

    /** What can be lost and interrupted of a stream: the directions of a udp stream, or the answers of a ping stream. */
    List<DatagramMeter> packets(String stream) {
        return Optional.ofNullable(pings.get(stream))
                .map(ping -> List.of(ping.answers()))
                .orElseGet(() -> datagrams.getOrDefault(stream, List.of()));
    }
}
