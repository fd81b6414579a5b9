package org.mobileip.config;

import java.util.Set;
import org.mobileip.net.Encapsulation;

/** What this version does of all that the files can ask for. The rest is valid, and warned about. */
final class ServedYet {

    /** The default of {@code encapsulation}: all of them. */
    static final Set<Encapsulation> ENCAPSULATIONS = Set.of(Encapsulation.values());

    private static final Set<DataplaneChoice> DATAPLANES =
            Set.of(DataplaneChoice.AUTO, DataplaneChoice.BPF, DataplaneChoice.TUN);

    private ServedYet() {}

    /** The dataplane that {@code table} asks for. */
    static DataplaneChoice dataplane(TableReader table) {
        DataplaneChoice wanted = table.optional("dataplane", Values.choice(DataplaneChoice.class))
                .orElse(DataplaneChoice.AUTO);
        if (!DATAPLANES.contains(wanted)) {
            table.notServedYet(table.placeOf("dataplane"), "dataplane \"" + wanted.configured() + "\"");
        }
        return wanted;
    }
}
