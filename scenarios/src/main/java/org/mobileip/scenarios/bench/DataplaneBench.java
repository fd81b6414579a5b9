package org.mobileip.scenarios.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mobileip.host.HostException;

/**
 * Plain routing and each dataplane, turn by turn on the same four machines. Sender, receiver, both ends of the tunnel and all
 * interfaces share the processors, so figures are about this machine and this minute; the ratios are about the dataplanes.
 */
public final class DataplaneBench {

    private static final int SMALL = 64;
    private static final double GOOD_A_SECOND = 10_000;

    private static final double BITS_IN_GBIT = 1e9 / 8;
    private static final double NANOS_IN_MICRO = 1e3;

    private final Turns turns;
    private final Further further;
    private final List<Subject> others;
    private final List<String> only;

    /**
     * How it is measured.
     *
     * @param rounds how often each subject has its turn, 1 and more
     * @param length how long each measurement is
     * @param connections TCP connections at the same time, 1 and more
     */
    public record Turns(int rounds, Duration length, int connections) {}

    /**
     * Turns that ours have besides.
     *
     * @param bindings how many tunnels the home agent has in them; 1: no such turns
     * @param isUdpWanted whether there are some with tunnels within UDP
     * @param queues of TUN devices in them; 1: no such turns
     */
    public record Further(int bindings, boolean isUdpWanted, int queues) {}

    /**
     * A measurement to be made.
     *
     * @param others further programs, each as {@code NAME=COMMAND}: see {@link OtherTunnel}
     * @param only the names of those to be measured beside plain routing; none: all there are
     * @throws IllegalArgumentException when one of them is something else
     */
    public DataplaneBench(Turns turns, Further further, List<String> others, List<String> only) {
        this.turns = turns;
        this.further = further;
        this.only = List.copyOf(only);
        this.others = others.stream()
                .map(text -> Subject.parse(text)
                        .orElseThrow(
                                () -> new IllegalArgumentException("--beside \"" + text + "\" is not NAME=COMMAND")))
                .toList();
        List<String> known = Stream.of(ours(), this.others)
                .flatMap(List::stream)
                .map(Subject::name)
                .collect(Collectors.toCollection(ArrayList::new));
        known.addAll(InstalledTunnels.names());
        only.stream().filter(name -> !known.contains(name)).findFirst().ifPresent(name -> {
            throw new IllegalArgumentException(
                    "--only \"" + name + "\" is not to be measured here; these are: " + String.join(", ", known));
        });
    }

    private List<Subject> ours() {
        return Subject.ours(further);
    }

    /**
     * Measures; this takes rounds × subjects × some five measurements.
     *
     * @param progress is told what is measured now
     */
    public BenchResult run(Consumer<String> progress) throws IOException {
        Map<String, List<BenchResult.Round>> measured = new LinkedHashMap<>();
        Map<String, String> skipped = new LinkedHashMap<>();
        try (Scratch files = new Scratch();
                BenchLab lab = new BenchLab()) {
            List<Subject> subjects = subjects(files.directory());
            for (Subject subject : subjects) {
                if (subject.isOurs()) {
                    progress.accept("warming up: " + subject.name());
                    warmUp(lab, subject);
                }
            }
            for (int round = 1; round <= turns.rounds(); round++) {
                for (Subject subject : subjects) {
                    if (!skipped.containsKey(subject.name())) {
                        progress.accept("round " + round + " of " + turns.rounds() + ": " + subject.name());
                        try {
                            measured.computeIfAbsent(subject.name(), same -> new ArrayList<>())
                                    .add(measure(lab, subject));
                        } catch (HostException | IllegalStateException refused) {
                            skipped.put(subject.name(), String.valueOf(refused.getMessage()));
                        }
                    }
                }
            }
            skipped.keySet().forEach(measured::remove);
            return new BenchResult(measured, skipped, lab.isSteered(), turns.length());
        }
    }

    private List<Subject> subjects(Path directory) throws IOException {
        List<Subject> subjects = new ArrayList<>(List.of(Subject.PLAIN));
        subjects.addAll(ours());
        subjects.addAll(others);
        subjects.addAll(new InstalledTunnels(directory).all());
        subjects.removeIf(subject -> !only.isEmpty()
                && !only.contains(subject.name())
                && !subject.name().equals(Subject.PLAIN.name()));
        return subjects;
    }

    /** Whatever Java compiles when a dataplane runs for the first time is not what is measured; a daemon does so once in its life. */
    private void warmUp(BenchLab lab, Subject subject) throws IOException {
        try (Subject.Use use = subject.making().make(lab)) {
            Objects.requireNonNull(use);
            Load load = new Load(turns.length().toNanos() / 2, turns.connections());
            Load.Place correspondent = new Load.Place(lab.correspondent(), BenchLab.CORRESPONDENT);
            Load.Place node = new Load.Place(lab.node(), BenchLab.HOME);
            load.stream(correspondent, node);
            load.stream(node, correspondent);
            load.flood(correspondent, node, SMALL);
        } catch (HostException | IllegalStateException refused) {
            // The first round says so.
        }
    }

    private BenchResult.Round measure(BenchLab lab, Subject subject) throws IOException {
        long nanos = turns.length().toNanos();
        Load load = new Load(nanos, turns.connections());
        Load.Place correspondent = new Load.Place(lab.correspondent(), BenchLab.CORRESPONDENT);
        Load.Place node = new Load.Place(lab.node(), BenchLab.HOME);
        Map<Figure, Double> figures = new EnumMap<>(Figure.class);
        try (Subject.Use use = subject.making().make(lab)) {
            Objects.requireNonNull(use);
            RoundTrips times = load.roundTrips(correspondent, node);
            figures.put(Figure.ROUND_TRIP, times.at(0.5) / NANOS_IN_MICRO);
            figures.put(Figure.LATE_ROUND_TRIP, times.at(0.99) / NANOS_IN_MICRO);
            Load.Arrived down = load.stream(correspondent, node);
            figures.put(Figure.TCP_DOWN, down.perSecond() / BITS_IN_GBIT);
            figures.put(Figure.PROCESSOR, down.processorSeconds() / (down.units() / BITS_IN_GBIT));
            figures.put(Figure.TCP_UP, load.stream(node, correspondent).perSecond() / BITS_IN_GBIT);
            figures.put(Figure.PACKETS, load.flood(correspondent, node, SMALL).perSecond());
            figures.put(Figure.LOSSLESS, new PacedLoad(correspondent, node, nanos / 2).lossless());
            figures.put(Figure.LEGAL, keptBesideForged(lab, new PacedLoad(node, correspondent, nanos)));
        }
        return new BenchResult.Round(figures);
    }

    private static double keptBesideForged(BenchLab lab, PacedLoad good) {
        try (Forger forger = new Forger(lab.router())) {
            Objects.requireNonNull(forger);
            return good.at(GOOD_A_SECOND).kept();
        }
    }
}
