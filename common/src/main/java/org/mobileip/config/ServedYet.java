package org.mobileip.config;

import java.util.Set;
import org.mobileip.net.Encapsulation;

/** What this version does of all that the files can ask for. The rest is valid, and warned about. */
final class ServedYet {

    /** The default of {@code encapsulation}: all of them. */
    static final Set<Encapsulation> ENCAPSULATIONS = Set.of(Encapsulation.values());

    private ServedYet() {}

    /** The dataplane that {@code table} asks for. */
    static DataplaneChoice dataplane(TableReader table) {
        return table.optional("dataplane", Values.choice(DataplaneChoice.class)).orElse(DataplaneChoice.AUTO);
    }
}
