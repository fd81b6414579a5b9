package org.mobileip.mobilenode.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What some rounds of {@code ping} have shown.
 *
 * @param link to whoever hands on what is sent
 * @param homeAgent its registration port
 * @param tunnel through the tunnel and back
 */
record PingReport(Leg link, Leg homeAgent, Leg tunnel) {

    /**
     * One leg of each round.
     *
     * @param address whom it leads to; empty: it was not asked
     * @param millis of each answer
     * @param asked so many times
     * @param code of the last reply to a registration; 0 where there is none, or it accepts
     */
    record Leg(String address, List<Double> millis, int asked, int code) {
        Leg {
            millis = List.copyOf(millis);
        }

        boolean isAsked() {
            return asked > 0;
        }

        boolean isAnswered() {
            return !millis.isEmpty();
        }

        private String time() {
            if (!isAsked()) {
                return "not asked";
            }
            String denied = code > 1 ? "   denied: code " + code + " (explain " + code + ")" : "";
            if (!isAnswered()) {
                return "no answer" + denied;
            }
            double sum = millis.stream().mapToDouble(each -> each).sum();
            String mean = String.format(Locale.ROOT, "%7.1f ms", sum / millis.size());
            return mean + (asked == 1 ? "" : "   " + spread()) + denied;
        }

        private String spread() {
            double least = millis.stream().mapToDouble(each -> each).min().orElse(0);
            double most = millis.stream().mapToDouble(each -> each).max().orElse(0);
            return String.format(
                    Locale.ROOT, "(%d: %.1f to %.1f ms, %d lost)", asked, least, most, asked - millis.size());
        }
    }

    static PingReport of(List<Map<String, Object>> rounds) {
        return new PingReport(leg(rounds, "link"), leg(rounds, "home_agent"), leg(rounds, "tunnel"));
    }

    private static Leg leg(List<Map<String, Object>> rounds, String name) {
        String address = "";
        List<Double> millis = new ArrayList<>();
        int asked = 0;
        int code = 0;
        for (Map<String, Object> round : rounds) {
            if (round.get(name) instanceof Map<?, ?> leg && leg.get("address") instanceof String to) {
                address = to;
                asked++;
                if (leg.get("rtt_ms") instanceof Number time) {
                    millis.add(time.doubleValue());
                }
                if (leg.get("code") instanceof Number last) {
                    code = last.intValue();
                }
            }
        }
        return new Leg(address, millis, asked, code);
    }

    /** Whether every leg that was asked has answered at least once, and the home agent does not refuse. */
    boolean isAnswered() {
        List<Leg> asked =
                List.of(link, homeAgent, tunnel).stream().filter(Leg::isAsked).toList();
        return !asked.isEmpty() && asked.stream().allMatch(Leg::isAnswered) && homeAgent.code < 2;
    }

    String screen() {
        StringBuilder screen = new StringBuilder();
        line(screen, "link to gateway " + link.address, link);
        line(screen, "home agent (registration port)", homeAgent);
        line(screen, "through the tunnel " + tunnel.address, tunnel);
        return screen.append(hint()).toString();
    }

    private static void line(StringBuilder screen, String what, Leg leg) {
        screen.append(String.format(Locale.ROOT, "%-32s %s%n", what.strip(), leg.time()));
    }

    /** The first thing that is not as it should be, and what to do about it. */
    private String hint() {
        if (!link.isAsked() && !homeAgent.isAsked()) {
            return "The node is nowhere: see mobile-node status.\n";
        }
        if (homeAgent.isAsked() && !homeAgent.isAnswered()) {
            return link.isAnswered()
                    ? "The link works; no reply from the home agent: it is down, or UDP port 434 is filtered on the way.\n"
                    : "Nobody answers by this link.\n";
        }
        if (tunnel.isAsked() && !tunnel.isAnswered()) {
            return "The registration works and the tunnel does not: it is blocked on the way, try encapsulation = \"udp\""
                    + " (explain tunnel); or the home agent answers no pings.\n";
        }
        if (link.isAsked() && !link.isAnswered()) {
            return "The gateway answers no pings; what is sent by it arrives.\n";
        }
        return "";
    }
}
