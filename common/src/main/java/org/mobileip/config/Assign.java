package org.mobileip.config;

import java.util.List;
import org.mobileip.net.Ipv4;

/**
 * {@code [registration] assign} of {@code home-agent.toml}: what a node is told that leaves it open which home agent serves it
 * (RFC 4433).
 */
public sealed interface Assign {

    /** {@code "self"}: it is served here. */
    record Here() implements Assign {}

    /** {@code "refuse"}: it must name its home agent. */
    record Nowhere() implements Assign {}

    /** An address: that home agent shall serve it. */
    record At(Ipv4 homeAgent) implements Assign {}

    /**
     * What the file says.
     *
     * @param own the home agent's own addresses, before and behind a NAT, as far as they are known
     */
    static Assign parse(Object raw, List<Ipv4> own) throws BadValue {
        String text = Values.text(raw);
        if (text.equals("self")) {
            return new Here();
        }
        if (text.equals("refuse")) {
            return new Nowhere();
        }
        if (!text.matches("[0-9./:]*")) {
            throw new BadValue(
                    "\"" + text + "\" is not known here", "\"self\", \"refuse\", or the address of another home agent");
        }
        Ipv4 other = Values.hostAddress(raw);
        if (own.contains(other)) {
            throw new BadValue(
                    other + " is this home agent itself: nodes would be sent round in a circle", "write \"self\"");
        }
        return new At(other);
    }
}
