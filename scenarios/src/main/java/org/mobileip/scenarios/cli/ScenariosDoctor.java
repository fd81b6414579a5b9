package org.mobileip.scenarios.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mobileip.config.DataplaneChoice;
import org.mobileip.doctor.Checks;
import org.mobileip.doctor.Diagnosis;
import org.mobileip.doctor.Finding;
import org.mobileip.doctor.Machine;
import org.mobileip.scenarios.measure.WorldProvider;

/** Looks at a machine with the eyes of somebody who wants to play scenarios. */
final class ScenariosDoctor {

    private static final String RESULTS = "mip-runs";

    private ScenariosDoctor() {}

    /** All there is to say. Real packets are not needed: what cannot be played with them can be simulated. */
    static Diagnosis examine(Surroundings here, Machine machine) {
        List<Finding> findings = new ArrayList<>();
        List<WorldProvider> worlds = here.worlds().providers();
        worlds.forEach(world -> findings.add(world(world)));
        if (worlds.stream().noneMatch(world -> world.obstacle().isEmpty())) {
            findings.add(Finding.problem("worlds", "there is none to play in", "install the program again"));
        }
        Optional<Finding> noLibrary = Checks.library(machine);
        if (noLibrary.isPresent()) {
            findings.add(noLibrary.get());
        } else {
            findings.add(Checks.tun(machine));
            findings.add(Checks.dataplane(machine, DataplaneChoice.AUTO, Optional.empty()));
        }
        findings.add(Checks.directory(machine, "results", directoryOfResults(here)));
        findings.add(processors(here.cpus()));
        return new Diagnosis(machine.words(), findings);
    }

    private static Path directoryOfResults(Surroundings here) {
        return here.directory().toAbsolutePath().resolve(RESULTS);
    }

    private static Finding world(WorldProvider world) {
        String subject = "world " + world.name();
        return world.obstacle()
                .map(WorldProvider.Obstacle::message)
                .map(why -> Finding.warning(subject, why, "mend that, or play in another world: run --world sim"))
                .orElseGet(() -> Finding.good(subject, "can be played in here"));
    }

    /** Streams, wires and daemons want to run at the same time. */
    private static Finding processors(int count) {
        return count > 1
                ? Finding.good("processors", Integer.toString(count))
                : Finding.warning(
                        "processors",
                        "one for everything: figures of real packets are those of its scheduler as well",
                        "take two or more, or run --world sim, which measures no machine");
    }
}
