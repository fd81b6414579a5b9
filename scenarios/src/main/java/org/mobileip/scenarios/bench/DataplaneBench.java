package org.mobileip.scenarios.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.mobileip.host.HostException;

/**
 * Plain routing and each dataplane, turn by turn on the same four machines. Sender, receiver, both ends of the tunnel and all
 * interfaces share the processors, so figures are about this machine and this minute; the ratios are about the dataplanes.
 */
public final class DataplaneBench {

    private static final int SMALL = 64;
    private static final double BITS_IN_GBIT = 1e9 / 8;
    private static final double NANOS_IN_MICRO = 1e3;

    private final int rounds;
    private final Duration turn;
    private final int bindings;

    /**
     * A measurement to be made.
     *
     * @param rounds how often each subject has its turn, 1 and more
     * @param turn how long each measurement is
     * @param bindings how many tunnels the home agent has in further turns; 1: no such turns
     */
    public DataplaneBench(int rounds, Duration turn, int bindings) {
        this.rounds = rounds;
        this.turn = turn;
        this.bindings = bindings;
    }

    /**
     * Measures; this takes rounds × subjects × some five measurements.
     *
     * @param progress is told what is measured now
     */
    public BenchResult run(Consumer<String> progress) throws IOException {
        Map<String, List<BenchResult.Round>> measured = new LinkedHashMap<>();
        Map<String, String> skipped = new LinkedHashMap<>();
        try (BenchLab lab = new BenchLab()) {
            List<Subject> subjects = new ArrayList<>(List.of(Subject.PLAIN, Subject.TUN, Subject.BPF));
            if (bindings > 1) {
                subjects.add(Subject.TUN.among(bindings - 1));
                subjects.add(Subject.BPF.among(bindings - 1));
            }
            for (int round = 1; round <= rounds; round++) {
                for (Subject subject : subjects) {
                    if (!skipped.containsKey(subject.name())) {
                        progress.accept("round " + round + " of " + rounds + ": " + subject.name());
                        try {
                            measured.computeIfAbsent(subject.name(), same -> new ArrayList<>())
                                    .add(measure(lab, subject));
                        } catch (HostException refused) {
                            skipped.put(subject.name(), String.valueOf(refused.getMessage()));
                        }
                    }
                }
            }
            skipped.keySet().forEach(measured::remove);
            return new BenchResult(measured, skipped, lab.isSteered(), turn);
        }
    }

    private BenchResult.Round measure(BenchLab lab, Subject subject) throws IOException {
        Load load = new Load(turn.toNanos());
        Load.Place correspondent = new Load.Place(lab.correspondent(), BenchLab.CORRESPONDENT);
        Load.Place node = new Load.Place(lab.node(), BenchLab.HOME);
        Map<Figure, Double> figures = new EnumMap<>(Figure.class);
        try (Subject.Use use = subject.use(lab)) {
            Objects.requireNonNull(use);
            figures.put(Figure.ROUND_TRIP, load.roundTrip(correspondent, node) / NANOS_IN_MICRO);
            Load.Arrived down = load.stream(correspondent, node);
            figures.put(Figure.TCP_DOWN, down.perSecond() / BITS_IN_GBIT);
            figures.put(Figure.PROCESSOR, down.processorSeconds() / (down.units() / BITS_IN_GBIT));
            figures.put(Figure.TCP_UP, load.stream(node, correspondent).perSecond() / BITS_IN_GBIT);
            figures.put(Figure.PACKETS, load.flood(correspondent, node, SMALL).perSecond());
        }
        return new BenchResult.Round(figures);
    }
}
