package org.mobileip.scenarios.bench;

import java.util.Locale;

/** What is measured of each subject. */
public enum Figure {
    TCP_DOWN("tcp_down_gbit_per_s", "TCP to the node", "Gbit/s", true),
    TCP_UP("tcp_up_gbit_per_s", "TCP from the node", "Gbit/s", true),
    PACKETS("packets_64_octets_per_s", "64-octet datagrams to the node, flooded", "1000/s", true),
    LOSSLESS(
            "lossless_packets_64_octets_per_s",
            "64-octet datagrams to the node of which 0.5 % are lost at most",
            "1000/s",
            true),
    LEGAL("kept_beside_forged", "10,000 good datagrams/s from the node that arrive beside forged ones", "%", true),
    ROUND_TRIP("round_trip_p50_us", "round trip on an idle path, median", "µs", false),
    LATE_ROUND_TRIP("round_trip_p99_us", "round trip on an idle path, 99th percentile", "µs", false),
    PROCESSOR("processor_s_per_gbit", "processor time of TCP to the node", "ms/Gbit", false);

    private final String word;
    private final String title;
    private final String unit;
    private final boolean moreIsBetter;

    Figure(String word, String title, String unit, boolean moreIsBetter) {
        this.word = word;
        this.title = title;
        this.unit = unit;
        this.moreIsBetter = moreIsBetter;
    }

    /** Its key in JSON; there it is in the unit that the key names. */
    public String word() {
        return word;
    }

    /** For people. */
    public String title() {
        return title;
    }

    /** The unit for people. */
    public String unit() {
        return unit;
    }

    public boolean moreIsBetter() {
        return moreIsBetter;
    }

    /** A value in the unit of the key, in that for people. */
    public double shown(double value) {
        return switch (this) {
            case PACKETS, LOSSLESS -> value / 1000;
            case LEGAL -> value * 100;
            case PROCESSOR -> value * 1000;
            default -> value;
        };
    }

    /** The same as text. */
    public String text(double value) {
        double shown = shown(value);
        return String.format(Locale.ROOT, shown < 100 ? "%.2f" : "%.0f", shown);
    }
}
