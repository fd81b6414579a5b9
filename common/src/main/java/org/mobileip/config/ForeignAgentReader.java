package org.mobileip.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mobileip.config.HomeAgentConfig.ForeignAgent;
import org.mobileip.config.HomeAgentConfig.Security;
import org.mobileip.net.Ipv4;

/** Reads {@code [[foreign_agent]]}. A second table of one address is another association of that agent. */
final class ForeignAgentReader {

    private final Optional<Ipv4> homeAgent;
    private final Map<Ipv4, List<Security>> agents = new LinkedHashMap<>();
    private final Map<Ipv4, Map<Integer, Place>> indexes = new HashMap<>();

    ForeignAgentReader(Optional<Ipv4> homeAgent) {
        this.homeAgent = homeAgent;
    }

    void read(List<TableReader> tables) {
        tables.forEach(this::read);
    }

    /** The agents in the order of the file. */
    List<ForeignAgent> all() {
        return agents.entrySet().stream()
                .map(agent -> new ForeignAgent(agent.getKey(), agent.getValue()))
                .toList();
    }

    private void read(TableReader table) {
        Optional<Ipv4> address = table.required("address", this::address);
        Map<Integer, Place> itsIndexes = address.map(known -> indexes.computeIfAbsent(known, first -> new HashMap<>()))
                .orElseGet(HashMap::new);
        Optional<Security> security = SecurityReader.of(table, itsIndexes);
        table.reportUnknownKeys();
        if (address.isPresent() && security.isPresent()) {
            agents.computeIfAbsent(address.get(), first -> new ArrayList<>()).add(security.get());
        }
    }

    private Ipv4 address(Object raw) throws BadValue {
        Ipv4 address = Values.hostAddress(raw);
        if (homeAgent.filter(address::equals).isPresent()) {
            throw new BadValue(address + " is the home agent's own address", "give the care-of address of the other");
        }
        return address;
    }
}
