package org.mobileip.config;

import java.util.Set;
import org.mobileip.net.Encapsulation;

/** What this version does of all that the files can ask for. The rest is valid, and warned about. */
final class ServedYet {

    /** The default of {@code encapsulation}: all of them. */
    static final Set<Encapsulation> ENCAPSULATIONS =
            Set.of(Encapsulation.IPIP, Encapsulation.GRE, Encapsulation.MINIMAL);

    private static final Set<DataplaneChoice> DATAPLANES = Set.of(DataplaneChoice.AUTO, DataplaneChoice.TUN);

    private ServedYet() {}

    /** Whether {@code wanted} is served; else it was warned about. */
    static boolean encapsulation(TableReader table, Place place, Encapsulation wanted) {
        if (!ENCAPSULATIONS.contains(wanted)) {
            table.notServedYet(place, "encapsulation \"" + wanted.word() + "\"");
        }
        return ENCAPSULATIONS.contains(wanted);
    }

    /** The dataplane that {@code table} asks for. */
    static DataplaneChoice dataplane(TableReader table) {
        DataplaneChoice wanted = table.optional("dataplane", Values.choice(DataplaneChoice.class))
                .orElse(DataplaneChoice.AUTO);
        if (!DATAPLANES.contains(wanted)) {
            table.notServedYet(table.placeOf("dataplane"), "dataplane \"" + wanted.configured() + "\"");
        }
        return wanted;
    }

    /** Keepalives belong to UDP encapsulation. */
    static void keepalive(TableReader table) {
        if (table.has("keepalive") && !ENCAPSULATIONS.contains(Encapsulation.UDP)) {
            table.notServedYet(table.keyPlaceOf("keepalive"), "keepalive");
        }
    }
}
