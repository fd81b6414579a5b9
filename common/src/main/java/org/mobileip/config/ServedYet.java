package org.mobileip.config;

import java.util.Set;
import org.mobileip.net.Encapsulation;

/** What this version does of all that the files can ask for. The rest is valid, and warned about. */
final class ServedYet {

    /** The default of {@code encapsulation}: all of them. */
    static final Set<Encapsulation> ENCAPSULATIONS = Set.of(Encapsulation.values());

    /** Those of a home agent. */
    static final Set<DataplaneChoice> OF_HOME_AGENT =
            Set.of(DataplaneChoice.AUTO, DataplaneChoice.BPF, DataplaneChoice.TUN);

    /** Those of a mobile node. */
    static final Set<DataplaneChoice> OF_MOBILE_NODE = Set.of(DataplaneChoice.AUTO, DataplaneChoice.TUN);

    private ServedYet() {}

    /** The dataplane that {@code table} asks for; warned about unless it is one of {@code served}. */
    static DataplaneChoice dataplane(TableReader table, Set<DataplaneChoice> served) {
        DataplaneChoice wanted = table.optional("dataplane", Values.choice(DataplaneChoice.class))
                .orElse(DataplaneChoice.AUTO);
        if (!served.contains(wanted)) {
            table.notServedYet(table.placeOf("dataplane"), "dataplane \"" + wanted.configured() + "\"");
        }
        return wanted;
    }
}
