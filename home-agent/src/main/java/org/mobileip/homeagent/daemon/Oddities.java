package org.mobileip.homeagent.daemon;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.logging.log4j.Level;
import org.mobileip.homeagent.Effect;
import org.mobileip.time.RateLimit;
import org.mobileip.time.Tick;
import org.mobileip.tunnel.ForgeryReport;
import org.mobileip.wire.MobileNetworkAcknowledgement;

/**
 * What is neither a denial nor a discarded datagram, and yet not as it should be: networks that nobody gets, NATs that forget, packets
 * that somebody makes up. Counted each time, told once a second, or a minute, for each kind.
 */
final class Oddities {

    private final Diary diary;
    private final Consumer<String> events;
    private final Map<String, Long> networksRefused = new TreeMap<>();
    private final RateLimit<Integer> refusals = new RateLimit<>();
    private final RateLimit<String> others = new RateLimit<>();
    private final ForgeryReport forgeries = new ForgeryReport();
    private long remapped;

    /** {@code events} takes what {@code status} shows of the last events. */
    Oddities(Diary diary, Consumer<String> events) {
        this.diary = diary;
        this.events = events;
    }

    void note(Tick now, Effect.NetworksRefused it) {
        it.networks().forEach(each -> networksRefused.merge(word(each.code()), 1L, Long::sum));
        OptionalLong heldBack = refusals.pass(now, it.networks().get(0).code().value());
        if (heldBack.isPresent()) {
            String networks = String.join(
                    ", ", it.networks().stream().map(Oddities::words).toList());
            events.accept(it.node() + " does not get " + networks);
            diary.write(
                    Level.WARN,
                    "networks-refused node={} home={} networks=\"{}\"{}",
                    it.node(),
                    it.home(),
                    networks,
                    suppressed(heldBack.getAsLong()));
        }
    }

    private static String words(MobileNetworkAcknowledgement refused) {
        return refused.address() + "/" + refused.prefixLength() + ": "
                + refused.code().meaning();
    }

    private static String word(MobileNetworkAcknowledgement.Code code) {
        return switch (code.value()) {
            case 1 -> "invalid_prefix_length";
            case 2 -> "unauthorized";
            case 3 -> "forwarding_setup_failed";
            default -> "unassigned";
        };
    }

    void note(Tick now, Effect.Remapped it) {
        remapped++;
        OptionalLong heldBack = others.pass(now, "nat-mapping-moved");
        if (heldBack.isPresent()) {
            events.accept(it.node() + " behind NAT " + it.before() + " -> " + it.after());
            diary.write(
                    Level.INFO,
                    "nat-mapping-moved node={} home={} careof={} before={} after={}{}",
                    it.node(),
                    it.home(),
                    it.careOf(),
                    it.before(),
                    it.after(),
                    suppressed(heldBack.getAsLong()));
        }
    }

    /** Whether {@link #look} has something to do. */
    boolean isDue(Tick now) {
        return forgeries.isDue(now);
    }

    /** So many packets were dropped since the start, by reason. */
    void look(Tick now, Map<String, Long> dropped) {
        List<ForgeryReport.Line> lines = forgeries.look(now, dropped);
        lines.forEach(line -> diary.write(Level.WARN, "{}", line));
    }

    /** Adds the counters to {@code registrations} of {@code status}. */
    void addTo(Map<String, Object> registrations) {
        registrations.put("networks_refused", new TreeMap<>(networksRefused));
        registrations.put("nat_mappings_moved", remapped);
    }

    private static String suppressed(long heldBack) {
        return heldBack == 0 ? "" : " suppressed=" + heldBack;
    }
}
