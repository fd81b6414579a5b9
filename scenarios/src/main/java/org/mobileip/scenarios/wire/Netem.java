package org.mobileip.scenarios.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.mobileip.host.linux.NetworkNamespace;

/**
 * The kernel's own network emulation (tc-netem(8)), which not every kernel has. It is not seeded, and what jitter makes
 * overtake comes out of order; otherwise it does what {@link Impairment} says.
 */
public final class Netem {

    private static final int MOST_FRAMES = 100_000;
    private static final double NANOS_PER_MICRO = 1e3;

    private Netem() {}

    /** Why the kernel will not have it, in its words; empty: it will. Tries it in a namespace that is gone afterwards. */
    public static Optional<String> obstacle() {
        try (NetworkNamespace probe = NetworkNamespace.create("netem")) {
            return refusal(probe, "lo", Impairment.NONE.withDelay(Duration.ofMillis(1)));
        }
    }

    /**
     * What leaves by the interface is treated like this from now on.
     *
     * @throws IllegalStateException when the kernel refuses
     */
    public static void apply(NetworkNamespace namespace, String interfaceName, Impairment impairment) {
        refusal(namespace, interfaceName, impairment).ifPresent(said -> {
            throw new IllegalStateException("netem on " + interfaceName + ": " + said);
        });
    }

    private static Optional<String> refusal(NetworkNamespace namespace, String interfaceName, Impairment impairment) {
        List<String> command = new ArrayList<>(List.of("tc", "qdisc", "replace", "dev", interfaceName, "root"));
        command.addAll(words(impairment));
        try {
            Process tc = namespace.start(new ProcessBuilder(command).redirectErrorStream(true));
            tc.getOutputStream().close();
            String said = new String(tc.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return tc.waitFor() == 0 ? Optional.empty() : Optional.of(said);
        } catch (IOException | UncheckedIOException missing) {
            return Optional.of("tc is missing: " + missing.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }

    /**
     * As tc takes it. Our jitter is added to the delay, netem's goes either way of it. Its reordering sends some at once and
     * the rest after the delay: without a delay that is what ours does, with one it is the nearest there is.
     */
    static List<String> words(Impairment impairment) {
        List<String> words = new ArrayList<>(List.of("netem", "limit", String.valueOf(MOST_FRAMES)));
        Duration half = impairment.jitter().dividedBy(2);
        Duration delay = impairment.delay().plus(half);
        boolean heldBack = impairment.reordering() > 0 && delay.isZero();
        if (heldBack) {
            delay = impairment.reorderingBy();
        }
        if (!delay.isZero()) {
            words.addAll(List.of("delay", micros(delay)));
            if (!half.isZero()) {
                words.add(micros(half));
            }
        }
        share(words, "loss", impairment.loss());
        share(words, "duplicate", impairment.duplication());
        share(words, "reorder", heldBack ? 1 - impairment.reordering() : impairment.reordering());
        impairment.bitsPerSecond().ifPresent(rate -> words.addAll(List.of("rate", rate + "bit")));
        return words;
    }

    private static void share(List<String> words, String what, double share) {
        if (share > 0) {
            words.addAll(List.of(what, String.format(Locale.ROOT, "%.4f%%", share * 100)));
        }
    }

    private static String micros(Duration duration) {
        return String.format(Locale.ROOT, "%.3fus", duration.toNanos() / NANOS_PER_MICRO);
    }
}
