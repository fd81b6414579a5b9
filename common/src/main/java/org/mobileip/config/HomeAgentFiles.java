package org.mobileip.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A valid {@code home-agent.toml} and the files that it includes, with what who changes them must know.
 *
 * @param places where each {@code [[node]]} stands, by its name
 * @param patterns what {@code include} names, resolved, in its order
 */
public record HomeAgentFiles(HomeAgentConfig config, Map<String, Place> places, List<Path> patterns) {

    public HomeAgentFiles {
        places = Map.copyOf(places);
        patterns = List.copyOf(patterns);
    }

    /**
     * Reads {@code file}, the files it includes and the key files they name.
     *
     * @throws ConfigException with every error of all of them
     */
    public static HomeAgentFiles load(Path file) throws ConfigException {
        return HomeAgentReader.files(file);
    }

    /** The directory of which every {@code .toml} file is included; empty: there is none. */
    public Optional<Path> directoryOfNodes() {
        return patterns.stream()
                .filter(pattern -> String.valueOf(pattern.getFileName()).equals("*.toml"))
                .map(Path::toAbsolutePath)
                .map(Path::getParent)
                .filter(directory -> !directory.toString().matches(".*[*?\\[{].*"))
                .findFirst();
    }

    /**
     * A home address that somebody wants to give to a node.
     *
     * @throws BadValue where no node can have it; others' are not looked at
     */
    public void refuseUnlessHomeAddress(org.mobileip.net.Ipv4 address) throws BadValue {
        HomeNetwork home =
                new HomeNetwork(Optional.of(config.address()), Optional.of(config.network()), Optional.empty());
        home.refuseUnlessFree(address);
    }
}
