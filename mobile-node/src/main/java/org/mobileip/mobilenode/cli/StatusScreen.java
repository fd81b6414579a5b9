package org.mobileip.mobilenode.cli;

import java.time.Duration;
import java.util.ArrayList;
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
            line(screen, "care-of address", careOf.get("address") + " on " + careOf.get("interface") + via(careOf));
        }
        links(screen, status);
        Map<?, ?> tunnel = table(status.get("tunnel"));
        line(
                screen,
                "tunnel",
                tunnel.get("interface") + ", " + tunnel.get("encapsulation") + ", MTU " + tunnel.get("mtu") + ", "
                        + tunnel.get("packets") + " packets");
        line(screen, "dataplane", tunnel.get("dataplane") + ": " + tunnel.get("dataplane_reason"));
        Map<?, ?> agent = table(status.get("home_agent"));
        if (agent.get("rtt_ms") != null) {
            line(screen, "home agent RTT", agent.get("rtt_ms") + " ms");
        }
        registration(screen, table(status.get("registration")));
        networks(screen, status);
        uplinks(screen, status);
        if (status.get("message") instanceof String message) {
            line(screen, "message", message);
        }
        Map<?, ?> handover = table(status.get("last_handover"));
        if (!handover.isEmpty()) {
            line(screen, "last handover", lastHandover(handover));
        }
        if (status.get("metrics") instanceof String url) {
            line(screen, "metrics", url);
        }
        screen.append("\nHealth: ").append(health(status)).append('\n');
        return screen.toString();
    }

    private static void links(StringBuilder screen, Map<String, Object> status) {
        if (!(status.get("links") instanceof List<?> links)) {
            return;
        }
        for (Object each : links) {
            Map<?, ?> link = table(each);
            String mark = Boolean.TRUE.equals(link.get("used")) ? "in use: " : "";
            String roundTrip = link.get("rtt_ms") instanceof Number time ? ", RTT " + time + " ms" : "";
            line(screen, "link " + link.get("interface"), mark + link.get("why") + roundTrip);
        }
    }

    private static void networks(StringBuilder screen, Map<String, Object> status) {
        if (!(status.get("networks") instanceof List<?> networks)) {
            return;
        }
        for (Object each : networks) {
            Map<?, ?> network = table(each);
            line(screen, "network", network.get("prefix") + ": " + network.get("why"));
        }
    }

    private static void uplinks(StringBuilder screen, Map<String, Object> status) {
        if (!(status.get("uplinks") instanceof List<?> uplinks)) {
            return;
        }
        for (Object each : uplinks) {
            Map<?, ?> uplink = table(each);
            List<String> has = new ArrayList<>();
            if (uplink.get("flows") instanceof List<?> flows) {
                flows.forEach(flow -> has.add(String.valueOf(flow)));
            }
            if (Boolean.TRUE.equals(uplink.get("usual"))) {
                has.add("all else");
            }
            String what = Boolean.TRUE.equals(uplink.get("registered")) ? String.join(", ", has) : "not registered";
            line(
                    screen,
                    "uplink",
                    uplink.get("interface") + " " + uplink.get("care_of_address") + ": "
                            + (what.isEmpty() ? "nothing just now" : what));
        }
    }

    private static String via(Map<?, ?> careOf) {
        Object agent = careOf.get("foreign_agent");
        return agent == null ? "" : ", via foreign agent " + agent;
    }

    /** The most important line: who, where, and if not registered why. */
    static String headline(Map<String, Object> status) {
        Object address = status.get("home_address") == null ? status.get("nai") : status.get("home_address");
        String who = status.get("node") + (address == null ? "" : " " + address) + " is ";
        String agent = agent(status);
        return switch (String.valueOf(status.get("state"))) {
            case "home" -> who + "at HOME";
            case "away" -> who + "AWAY, registered with " + agent;
            case "registering" -> who + "REGISTERING with " + agent;
            case "denied" -> who + "AWAY and NOT REGISTERED: " + refusal(status, agent);
            case "unreachable" -> who + "AWAY and NOT REGISTERED: " + agent + " does not answer";
            default -> who + "DISCONNECTED and NOT REGISTERED";
        };
    }

    private static void registration(StringBuilder screen, Map<?, ?> registration) {
        if (registration.get("remaining_s") instanceof Number left) {
            line(screen, "lifetime", Human.clock(left.longValue()) + " left");
        }
        if (table(registration.get("denial")).get("likely_cause") instanceof String cause) {
            line(screen, "likely cause", cause);
        }
        if (registration.get("next_try_s") instanceof Number next) {
            line(screen, "next try", "in " + Human.duration(Duration.ofSeconds(next.longValue())));
        }
    }

    private static String agent(Map<String, Object> status) {
        Object address = table(status.get("home_agent")).get("address");
        return address == null ? "a home agent that is not found yet" : "home agent " + address;
    }

    private static String refusal(Map<String, Object> status, String agent) {
        Map<?, ?> denial = table(table(status.get("registration")).get("denial"));
        if (denial.isEmpty()) {
            return agent + " refused";
        }
        String ago = denial.get("ago_s") instanceof Number seconds
                ? " " + Human.duration(Duration.ofSeconds(seconds.longValue())) + " ago"
                : "";
        Object foreign = denial.get("foreign_agent");
        String who = foreign == null ? "home agent " + denial.get("home_agent") : "foreign agent " + foreign;
        return who + " refused (code " + denial.get("code") + ", " + denial.get("meaning") + ")" + ago;
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
        Object from = handover.get("from");
        return (from == null ? "nowhere" : from) + " → " + handover.get("to") + " (" + handover.get("trigger") + ")   "
                + phases + " ms";
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
