package org.mobileip.mobilenode.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mobileip.cli.Human;

/** {@code mobileip.mobile-node/1} for people: where am I, by which address, through which tunnel, how long. */
final class StatusScreen {

    private StatusScreen() {}

    static String of(Map<String, Object> status) {
        StringBuilder screen = new StringBuilder(headline(status)).append("\n\n");
        Map<?, ?> careOf = table(status.get("care_of"));
        if (!careOf.isEmpty()) {
            line(screen, "care-of address", careOf.get("address") + " on " + careOf.get("interface"));
        }
        Map<?, ?> tunnel = table(status.get("tunnel"));
        line(
                screen,
                "tunnel",
                tunnel.get("interface") + ", " + tunnel.get("encapsulation") + ", MTU " + tunnel.get("mtu") + ", "
                        + tunnel.get("packets") + " packets");
        Map<?, ?> agent = table(status.get("home_agent"));
        if (agent.get("rtt_ms") != null) {
            line(screen, "home agent RTT", agent.get("rtt_ms") + " ms");
        }
        if (table(status.get("registration")).get("remaining_s") instanceof Number left) {
            line(screen, "lifetime", Human.clock(left.longValue()) + " left");
        }
        Map<?, ?> handover = table(status.get("last_handover"));
        if (!handover.isEmpty()) {
            line(screen, "last handover", lastHandover(handover));
        }
        screen.append("\nHealth: ").append(health(status)).append('\n');
        return screen.toString();
    }

    /** The most important line. */
    static String headline(Map<String, Object> status) {
        String state = String.valueOf(status.get("state"));
        boolean isHome = state.equals("home");
        boolean isRegistered = Boolean.TRUE.equals(status.get("registered"));
        String who = status.get("node") + " " + status.get("home_address") + " is ";
        Object agent = table(status.get("home_agent")).get("address");
        if (isHome) {
            return who + "at HOME";
        }
        return isRegistered
                ? who + "AWAY, registered with " + agent
                : who + "NOT REGISTERED with " + agent + ": " + state.toUpperCase(Locale.ROOT);
    }

    private static String lastHandover(Map<?, ?> handover) {
        StringBuilder phases = new StringBuilder();
        table(handover.get("phases_ms")).forEach((phase, millis) -> {
            if (millis != null) {
                phases.append(phases.isEmpty() ? "" : " · ")
                        .append(phase)
                        .append(' ')
                        .append(millis);
            }
        });
        return handover.get("from") + " → " + handover.get("to") + " (" + handover.get("trigger") + ")   " + phases
                + " ms";
    }

    private static String health(Map<String, Object> status) {
        if (!(status.get("health") instanceof List<?> troubles) || troubles.isEmpty()) {
            return "ok";
        }
        StringBuilder all = new StringBuilder();
        troubles.forEach(trouble -> all.append("\n  !  ").append(trouble));
        return all.toString();
    }

    private static void line(StringBuilder screen, String what, String value) {
        screen.append(String.format(Locale.ROOT, "  %-17s%s%n", what, value));
    }

    private static Map<?, ?> table(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }
}
