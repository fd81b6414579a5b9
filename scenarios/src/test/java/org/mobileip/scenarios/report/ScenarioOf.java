package org.mobileip.scenarios.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.mobileip.config.ConfigException;
import org.mobileip.scenarios.language.Scenario;
import org.mobileip.scenarios.language.ScenarioFile;

/** Scripts in tests. */
final class ScenarioOf {

    private ScenarioOf() {}

    static Scenario script(String text) throws IOException {
        try {
            return ScenarioFile.parse(Path.of("test.scenario"), text, Map.of()).scenario();
        } catch (ConfigException wrong) {
            throw new IOException(wrong);
        }
    }
}
