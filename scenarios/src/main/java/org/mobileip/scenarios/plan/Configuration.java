package org.mobileip.scenarios.plan;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.mobileip.net.Ipv4;
import org.mobileip.scenarios.language.ConfigurationSetting;
import org.mobileip.scenarios.language.Scenario;
import org.mobileip.scenarios.measure.WorldException;

/**
 * The configuration and key files of a scenario's daemons, in one directory, as a person would write them: defaults are left
 * out. The same seed gives the same keys; they are nobody's outside the run.
 */
public final class Configuration {

    private static final int FIRST_SPI = 0x101;
    /** What mobile nodes call their link to the hosts behind them. */
    public static final String LINK_BEHIND = "lan0";

    private static final int KEY_SIZE = 16;
    private static final String KEY = ".key";

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
    public static void write(Scenario scenario, Map<String, String> interfaceNames, Path directory, long seed)
            throws IOException {
        new Configuration(scenario, directory, seed).writeAll(interfaceNames);
    }

    /**
     * Writes the files of the foreign agents, each on its network's router and called as the network is.
     *
     * @param interfaceName what routers call their interface into their network
     * @param directory exists, and nobody else may look into it
     */
    public static void writeForeignAgents(
            Scenario scenario, AddressPlan addresses, String interfaceName, Path directory) throws IOException {
        int visitors = Math.max(1, scenario.mobiles().size());
        for (Scenario.Network network : scenario.networks()) {
            if (network.foreignAgent()) {
                String address = addresses.gateway(network.name()) + "/"
                        + network.prefix().length();
                Ipv4 careOf = addresses.foreignAgentCareOf(network);
                String file = new Toml()
                        .set(Toml.ROOT, "version", "1")
                        .set(Toml.ROOT, "interface", Toml.string(interfaceName))
                        .set(Toml.ROOT, "address", Toml.string(address))
                        .set(Toml.ROOT, "care_of", "[" + Toml.string(careOf) + "]")
                        .set(Toml.ROOT, "router", "true")
                        .set("registration", "max_pending", Integer.toString(visitors))
                        .text();
                Files.writeString(file(directory, network.name()), file);
            }
        }
    }

    /** The configuration file of a home agent or mobile node. */
    public static Path file(Path directory, String node) {
        return directory.resolve(node + ".toml");
    }

    /** The control socket of its daemon. */
    public static Path controlSocket(Path directory, String node) {
        return directory.resolve(node + ".sock");
    }

    private void writeAll(Map<String, String> interfaceNames) throws IOException {
        for (Scenario.MobileNode mobile : scenario.mobiles()) {
            writeSecret(mobile.name() + KEY);
            if (hasWrongKey(mobile)) {
                writeSecret(ownKey(mobile));
            }
            Files.writeString(file(directory, mobile.name()), mobileNode(mobile, interfaceNames));
        }
        for (Scenario.HomeAgentNode agent : scenario.homeAgents()) {
            Files.writeString(file(directory, agent.name()), homeAgent(agent, interfaceNames));
        }
    }

    /** A key that only its owner may read, where files have owners. */
    private void writeSecret(String name) throws IOException {
        byte[] key = new byte[KEY_SIZE];
        random.nextBytes(key);
        Path file = directory.resolve(name);
        boolean hasModes = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] attributes = hasModes
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        Files.createFile(file, attributes);
        String text = "hex:" + HexFormat.of().formatHex(key) + "\n";
        Files.write(file, text.getBytes(StandardCharsets.UTF_8), StandardOpenOption.WRITE);
    }

    private static boolean hasWrongKey(Scenario.MobileNode mobile) {
        return mobile.options().stream()
                .anyMatch(
                        option -> option.name().equals("key") && option.value().equals("wrong"));
    }

    /** The key file that the node itself has. */
    private static String ownKey(Scenario.MobileNode mobile) {
        return mobile.name() + (hasWrongKey(mobile) ? "-wrong" : "") + KEY;
    }

    private String spi(Scenario.MobileNode mobile) {
        return "0x" + Integer.toHexString(FIRST_SPI + scenario.mobiles().indexOf(mobile));
    }

    private String homeAgent(Scenario.HomeAgentNode agent, Map<String, String> interfaceNames) throws WorldException {
        HomeNetwork home = HomeNetwork.of(scenario, agent);
        List<Scenario.MobileNode> served = scenario.mobiles().stream()
                .filter(mobile -> scenario.homeAgentOf(mobile).equals(agent))
                .toList();
        Toml file = new Toml().set(Toml.ROOT, "version", "1");
        if (!home.isVirtual()) {
            file.set(Toml.ROOT, "interface", Toml.string(interfaceNames.getOrDefault(agent.network(), "")));
        }
        file.set(Toml.ROOT, "address", Toml.string(agent.address()))
                .set(Toml.ROOT, "network", Toml.string(home.prefix()));
        ConfigurationSetting.of(agent).forEach(setting -> file.set(setting.table(), setting.key(), setting.toml()));
        file.set("daemon", "control", Toml.string(agent.name() + ".sock"))
                .set("daemon", "state", Toml.string(agent.name() + ".state"));
        served.forEach(mobile -> file.add("node", node(mobile)));
        return file.text();
    }

    private Map<String, String> node(Scenario.MobileNode mobile) {
        Map<String, String> node = new LinkedHashMap<>();
        node.put("name", Toml.string(mobile.name()));
        node.put("address", Toml.string(mobile.home()));
        node.put("spi", spi(mobile));
        node.put("key", Toml.string(mobile.name() + KEY));
        if (!mobile.networks().isEmpty()) {
            node.put("networks", networks(mobile));
        }
        settings(mobile, ConfigurationSetting.File.NODE).forEach(setting -> node.put(setting.key(), setting.toml()));
        return node;
    }

    private static String networks(Scenario.MobileNode mobile) {
        return mobile.networks().stream().map(Toml::string).toList().toString();
    }

    private String mobileNode(Scenario.MobileNode mobile, Map<String, String> interfaceNames) throws WorldException {
        Scenario.HomeAgentNode agent = scenario.homeAgentOf(mobile);
        int length = HomeNetwork.of(scenario, agent).prefix().length();
        Toml file = new Toml()
                .set(Toml.ROOT, "version", "1")
                .set(Toml.ROOT, "name", Toml.string(mobile.name()))
                .set("home", "address", Toml.string(mobile.home() + "/" + length))
                .set("home", "agent", Toml.string(agent.address()))
                .set("security", "spi", spi(mobile))
                .set("security", "key", Toml.string(ownKey(mobile)));
        settings(mobile, ConfigurationSetting.File.MOBILE_NODE)
                .forEach(setting -> file.set(setting.table(), setting.key(), setting.toml()));
        if (!mobile.networks().isEmpty()) {
            file.set("network", "interface", Toml.string(LINK_BEHIND)).set("network", "prefixes", networks(mobile));
        }
        file.set("daemon", "control", Toml.string(mobile.name() + ".sock"));
        ConfigurationSetting.flowsOf(mobile).forEach(flow -> file.add("flow", flow(flow, interfaceNames)));
        for (String match : List.copyOf(interfaceNames.values())) {
            file.add("interface", Map.of("match", Toml.string(match)));
        }
        return file.text();
    }

    private static Map<String, String> flow(ConfigurationSetting.Flow flow, Map<String, String> interfaceNames) {
        Map<String, String> table = new LinkedHashMap<>();
        table.put("protocol", Toml.string(flow.protocol()));
        flow.network()
                .ifPresentOrElse(
                        network -> table.put("uplink", Toml.string(interfaceNames.getOrDefault(network, network))),
                        () -> table.put("drop", "true"));
        return table;
    }

    private static List<ConfigurationSetting> settings(Scenario.MobileNode mobile, ConfigurationSetting.File file) {
        return ConfigurationSetting.of(mobile).stream()
                .filter(setting -> setting.file() == file)
                .toList();
    }
}
