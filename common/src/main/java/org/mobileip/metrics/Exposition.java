package org.mobileip.metrics;

import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.Unit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is told when somebody asks, family by family, each with the name that it has in a query: {@code …_total} for counters. A
 * name in {@code _seconds} or {@code _bytes} has that unit. Values of labels are from a configuration or from a closed list,
 * never from a packet: each is a time series that lives for long in somebody's memory.
 */
public final class Exposition {

    /** What {@link #octets} is, for HTTP. */
    public static final String CONTENT_TYPE = OpenMetricsTextFormatWriter.CONTENT_TYPE;

    private static final String TOTAL = "_total";

    private final List<MetricSnapshot> families = new ArrayList<>();

    /** A counter without labels. */
    public void counter(String name, String help, long value) {
        families.add(new CounterSnapshot(metadata(name, help), List.of(count(value, Labels.EMPTY))));
    }

    /** A counter for each value of {@code label}. */
    public void counters(String name, String help, String label, Map<String, Long> values) {
        List<CounterDataPointSnapshot> points = new ArrayList<>();
        values.forEach((value, count) -> points.add(count(count, Labels.of(label, value))));
        families.add(new CounterSnapshot(metadata(name, help), points));
    }

    /** Something that goes up and down; empty: it is not known now, and the family has no sample. */
    public void gauge(String name, String help, Optional<Double> value) {
        families.add(new GaugeSnapshot(
                metadata(name, help),
                value.map(known -> List.of(gauge(known, Labels.EMPTY))).orElse(List.of())));
    }

    /** The same for each value of {@code label}. */
    public void gauges(String name, String help, String label, Map<String, Double> values) {
        List<GaugeDataPointSnapshot> points = new ArrayList<>();
        values.forEach((value, now) -> points.add(gauge(now, Labels.of(label, value))));
        families.add(new GaugeSnapshot(metadata(name, help), points));
    }

    /** How long something takes. */
    public void histogram(String name, String help, TimeHistogram.Snapshot times) {
        List<Double> bounds = new ArrayList<>();
        TimeHistogram.BOUNDS.forEach(bound -> bounds.add(seconds(bound)));
        bounds.add(Double.POSITIVE_INFINITY);
        families.add(new HistogramSnapshot(
                metadata(name, help),
                List.of(new HistogramDataPointSnapshot(
                        ClassicHistogramBuckets.of(bounds, times.counts()),
                        times.seconds(),
                        Labels.EMPTY,
                        Exemplars.EMPTY,
                        0))));
    }

    /** {@code duration} in the unit of all metrics of time. */
    public static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    private static CounterDataPointSnapshot count(long value, Labels labels) {
        return new CounterDataPointSnapshot(value, labels, null, 0);
    }

    private static GaugeDataPointSnapshot gauge(double value, Labels labels) {
        return new GaugeDataPointSnapshot(value, labels, null);
    }

    private static MetricMetadata metadata(String name, String help) {
        String family = name.endsWith(TOTAL) ? name.substring(0, name.length() - TOTAL.length()) : name;
        return new MetricMetadata(family, help, unit(family));
    }

    private static @Nullable Unit unit(String family) {
        if (family.endsWith("_" + Unit.SECONDS)) {
            return Unit.SECONDS;
        }
        return family.endsWith("_" + Unit.BYTES) ? Unit.BYTES : null;
    }

    /** All of it as OpenMetrics text 1.0. */
    byte[] octets() {
        try (ByteArrayOutputStream text = new ByteArrayOutputStream(8192)) {
            OpenMetricsTextFormatWriter.create().write(text, new MetricSnapshots(families));
            return text.toByteArray();
        } catch (IOException ofMemory) {
            throw new UncheckedIOException(ofMemory);
        }
    }
}
