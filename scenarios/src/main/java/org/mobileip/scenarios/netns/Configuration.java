package org.mobileip.scenarios.netns;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.scenarios.language.ConfigurationSetting;
import org.mobileip.scenarios.language.Scenario;

/**
 * The configuration and key files of a scenario's daemons, in one directory, as a person would write them: defaults are left
 * out. The same seed gives the same keys; they are nobody's outside the run.
 */
final class Configuration {

    private static final int FIRST_SPI = 0x101;
    private static final int KEY_SIZE = 16;

    private final Scenario scenario;
    private final Path directory;
    private final Random random;

    private Configuration(Scenario scenario, Path directory, long seed) {
        this.scenario = scenario;
        this.directory = directory;
        this.random = new Random(seed);
    }

    /**
     * Writes all files.
     *
     * @param interfaceNames what the interface into each network is called
     * @param directory exists, and nobody else may look into it
     */
    static void write(Scenario scenario, Map<String, String> interfaceNames, Path directory, long seed)
            throws IOException {
        new Configuration(scenario, directory, seed).writeAll(interfaceNames);
    }

    /** The configuration file of a home agent or mobile node. */
    static Path file(Path directory, String node) {
        return directory.resolve(node + ".toml");
    }

    /** The control socket of its daemon. */
    static Path controlSocket(Path directory, String node) {
        return directory.resolve(node + ".sock");
    }

    private void writeAll(Map<String, String> interfaceNames) throws IOException {
        for (Scenario.MobileNode mobile : scenario.mobiles()) {
            writeKey(agentsKey(mobile));
            if (hasWrongKey(mobile)) {
                writeKey(nodesKey(mobile));
            }
            Files.writeString(file(directory, mobile.name()), mobileNode(mobile, interfaceNames));
        }
        for (Scenario.HomeAgentNode agent : scenario.homeAgents()) {
            Files.writeString(file(directory, agent.name()), homeAgent(agent, interfaceNames));
        }
    }

    private void writeKey(String name) throws IOException {
        byte[] key = new byte[KEY_SIZE];
        random.nextBytes(key);
        Path file = directory.resolve(name);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, "hex:" + HexFormat.of().formatHex(key) + "\n", StandardOpenOption.WRITE);
    }

    private static boolean hasWrongKey(Scenario.MobileNode mobile) {
        return mobile.options().stream()
                .anyMatch(
                        option -> option.name().equals("key") && option.value().equals("wrong"));
    }

    private static String agentsKey(Scenario.MobileNode mobile) {
        return mobile.name() + ".key";
    }

    private static String nodesKey(Scenario.MobileNode mobile) {
        return hasWrongKey(mobile) ? mobile.name() + "-wrong.key" : agentsKey(mobile);
    }

    private String spi(Scenario.MobileNode mobile) {
        return "0x" + Integer.toHexString(FIRST_SPI + scenario.mobiles().indexOf(mobile));
    }

    private String homeAgent(Scenario.HomeAgentNode agent, Map<String, String> interfaceNames) {
        Ipv4Prefix prefix = scenario.network(agent.network()).orElseThrow().prefix();
        Toml file = new Toml()
                .set(Toml.ROOT, "version", "1")
                .set(Toml.ROOT, "interface", Toml.string(interfaceNames.getOrDefault(agent.network(), "")))
                .set(Toml.ROOT, "address", Toml.string(agent.address()))
                .set(Toml.ROOT, "network", Toml.string(prefix))
                .set("daemon", "control", Toml.string(agent.name() + ".sock"))
                .set("daemon", "state", Toml.string(agent.name() + ".state"));
        scenario.mobiles().stream()
                .filter(mobile -> scenario.homeAgentOf(mobile).equals(agent))
                .forEach(mobile -> file.add("node", node(mobile)));
        ConfigurationSetting.of(agent).forEach(setting -> file.set(setting.table(), setting.key(), setting.toml()));
        return file.text();
    }

    private Map<String, String> node(Scenario.MobileNode mobile) {
        Map<String, String> node = new LinkedHashMap<>();
        node.put("name", Toml.string(mobile.name()));
        node.put("address", Toml.string(mobile.home()));
        node.put("spi", spi(mobile));
        node.put("key", Toml.string(agentsKey(mobile)));
        ConfigurationSetting.of(mobile).stream()
                .filter(setting -> setting.file() == ConfigurationSetting.File.NODE)
                .forEach(setting -> node.put(setting.key(), setting.toml()));
        return node;
    }

    private String mobileNode(Scenario.MobileNode mobile, Map<String, String> interfaceNames) {
        Ipv4 agent = scenario.homeAgentOf(mobile).address();
        int length = scenario.homeNetworkOf(mobile)
                .map(network -> network.prefix().length())
                .orElse(32);
        Toml file = new Toml()
                .set(Toml.ROOT, "version", "1")
                .set(Toml.ROOT, "name", Toml.string(mobile.name()))
                .set("home", "address", Toml.string(mobile.home() + "/" + length))
                .set("home", "agent", Toml.string(agent))
                .set("security", "spi", spi(mobile))
                .set("security", "key", Toml.string(nodesKey(mobile)))
                .set("daemon", "control", Toml.string(mobile.name() + ".sock"));
        ConfigurationSetting.of(mobile).stream()
                .filter(setting -> setting.file() == ConfigurationSetting.File.MOBILE_NODE)
                .forEach(setting -> file.set(setting.table(), setting.key(), setting.toml()));
        for (String match : List.copyOf(interfaceNames.values())) {
            file.add("interface", Map.of("match", Toml.string(match)));
        }
        return file.text();
    }
}
