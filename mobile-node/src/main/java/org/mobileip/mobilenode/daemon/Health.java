package org.mobileip.mobilenode.daemon;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mobileip.mobilenode.Denial;
import org.mobileip.mobilenode.Effect;
import org.mobileip.mobilenode.Settings;
import org.mobileip.mobilenode.State;
import org.mobileip.mobilenode.Status;
import org.mobileip.time.Tick;

/** What is not as it should be, the most important first: what happened, the likely cause, and what would help. */
final class Health {

    private Health() {}

    static List<String> of(Tick now, Settings settings, Status status, Counters counters) {
        List<String> troubles = new ArrayList<>();
        status.denial().ifPresent(denial -> troubles.add(denied(now, settings, denial)));
        if (status.denial().isEmpty()) {
            status.lastCode()
                    .filter(code -> !code.isAccepted())
                    .ifPresent(code ->
                            troubles.add("the home agent denied: code " + code.value() + ", " + code.meaning()));
        }
        status.unknownNames()
                .forEach(name ->
                        troubles.add("the home agent's name " + name + " cannot be found; it is looked up again"));
        if (status.unanswered() > 0) {
            troubles.add("the home agent has not answered " + status.unanswered()
                    + (status.unanswered() == 1 ? " request" : " requests") + doubt(settings, status, counters));
        }
        status.networks().stream()
                .filter(each -> status.registered() && !each.answer().isForwarded())
                .forEach(each -> troubles.add("the network " + each.network() + " is not reached: "
                        + each.answer().words()));
        if (status.state() == State.DISCONNECTED) {
            troubles.add(
                    status.isDeregistering()
                            ? "told to stay off; the home agent has not yet confirmed the deregistration"
                            : "no usable link, or told to stay off");
        }
        return troubles;
    }

    /** What is said of a tunnel that is as narrow as {@code mtu} because longer packets vanish. */
    static String ofBlackHole(int mtu) {
        return "packets longer than " + mtu
                + " octets vanish on the way to the home agent, and no ICMP error says so; none"
                + " longer is sent now (explain mtu)";
    }

    private static String denied(Tick now, Settings settings, Denial denial) {
        return denial.foreignAgent().map(agent -> "the foreign agent " + agent).orElse("the home agent " + denial.by())
                + " denied "
                + now.since(denial.at()).toSeconds() + " s ago: code "
                + denial.code().value() + ", " + denial.code().meaning()
                + cause(settings, denial).map(cause -> "; " + cause).orElse("") + " (explain "
                + denial.code().value() + ")";
    }

    /** What it most likely is, in one sentence. */
    static Optional<String> cause(Settings settings, Denial denial) {
        return switch (denial.code().value()) {
            case 65 -> Optional.of("the foreign agent's rules do not allow it");
            case 66 -> Optional.of("the foreign agent is out of resources");
            case 67 -> Optional.of("the key or the SPI of [[foreign_agent]] differs, or is missing here");
            case 68, 132 -> Optional.of("the foreign agent and the home agent do not mean the same key");
            case 74 -> Optional.of("the foreign agent has no reverse tunnels");
            case 75 -> Optional.of("the foreign agent wants a reverse tunnel: set [tunnel] reverse = true");
            case 76 -> Optional.of("the request came to the foreign agent by way of a router");
            case 78, 80, 81, 82, 88 -> Optional.of("the foreign agent cannot reach the home agent");
            case 79 -> Optional.of("the foreign agent does not unwrap: set [tunnel] delivery = \"direct\"");
            case 97 -> Optional.of("the foreign agent wants an identifier: set [home] nai");
            case 104, 105, 106 ->
                Optional.of("the foreign agent wants its challenge answered: give it [[foreign_agent]] or [aaa]");
            case 0, 1 -> Optional.of("it granted no time at all");
            case 128, 129 -> Optional.of("the home agent's rules do not allow it");
            case 130 -> Optional.of("the home agent is out of resources");
            case 131 ->
                Optional.of("the key or the SPI differs: here SPI " + settings.security()
                        + ", " + settings.security().algorithm().configured() + ", key fingerprint "
                        + settings.security().fingerprint());
            case 133 -> Optional.of("the clocks differ, or the two sides do not mean the same [security] replay");
            case 134 -> Optional.of("the home agent does not understand the request, or not the T bit (RFC 3024)");
            case 135 -> Optional.of("the node has as many bindings as it may have");
            case 136 -> Optional.of("no home agent of that address: give [home] agent the home agent's own address");
            case 137 -> Optional.of("the home agent has no reverse tunnels: set [tunnel] reverse = false");
            case 138 -> Optional.of("the home agent wants a reverse tunnel: set [tunnel] reverse = true");
            case 139 -> Optional.of("the home agent does not grant the encapsulation asked for");
            case 142 ->
                Optional.of("the home agent does not tunnel so within UDP: it must list \"udp\" and the encapsulation");
            case 147, 148 -> Optional.of("the home agent does not list [network] prefixes among this node's networks");
            default -> Optional.empty();
        };
    }

    /** Silence may have its cause on this side, and then replies that cannot be believed are a trace of it. */
    private static String doubt(Settings settings, Status status, Counters counters) {
        boolean hasLied = counters.discards().containsKey(Effect.Reason.AUTHENTICATOR.label());
        return !status.registered() && hasLied
                ? "; replies with a wrong authenticator came: the key or the SPI may differ, here SPI "
                        + settings.security() + ", key fingerprint "
                        + settings.security().fingerprint() + " (explain wrong-key)"
                : "";
    }
}
