package org.mobileip.config;

import java.util.Optional;
import org.mobileip.net.Endpoint;

/**
 * {@code [metrics]}: where a daemon tells what it counts.
 *
 * @param listen the address and TCP port
 * @param place of that in the file, like {@code home-agent.toml:28:10}
 */
public record Metrics(Endpoint listen, String place) {

    /** Where the file says so; empty: nowhere. */
    static Optional<Metrics> read(TableReader table) {
        Optional<Endpoint> listen = table.optional("listen", Values::endpoint);
        table.reportUnknownKeys();
        return listen.map(known -> new Metrics(known, table.placeOf("listen").toString()));
    }

    /** The URL, as it is where the address is one of a machine. */
    public String url() {
        return "http://" + listen + "/metrics";
    }
}
