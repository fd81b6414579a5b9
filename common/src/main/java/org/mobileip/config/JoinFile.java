package org.mobileip.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mobileip.auth.AuthenticationAlgorithm;
import org.mobileip.config.HomeAgentConfig.Replay;
import org.mobileip.net.InterfaceAddress;
import org.mobileip.net.Ipv4Prefix;

/**
 * What a mobile node must know to register with a home agent, in one file to be carried there by hand. The key is in it.
 *
 * @param name of the node
 * @param address the home address with the prefix length of the home network; empty: the home agent gives one
 * @param nai the network access identifier; there wherever {@code address} is not
 * @param network the home network
 * @param agent the home agent's address, or its name
 * @param spi 256 or more
 * @param secret the key as it stands in a key file, {@code hex:…}
 * @param auth how authenticators are computed
 * @param replay how the home agent knows that a request is new
 * @param lifetime what to ask for
 */
public record JoinFile(
        String name,
        Optional<InterfaceAddress> address,
        Optional<String> nai,
        Ipv4Prefix network,
        String agent,
        int spi,
        String secret,
        AuthenticationAlgorithm auth,
        Replay replay,
        Duration lifetime) {

    private static final String KEY = "hex:([0-9a-f]{2}){16,128}";

    /**
     * Reads {@code file}.
     *
     * @throws ConfigException with all that is wrong, none of it with the key in it; a file that others may read is refused
     */
    public static JoinFile read(Path file) throws ConfigException {
        Problems problems = new Problems();
        TableReader root = Root.open(file, problems);
        try {
            KeyFile.refuseIfOthersMayRead(file, "join file");
        } catch (BadValue bad) {
            problems.error(root.header(), bad);
        }
        root.required("join", raw -> {
            if (Values.integer(raw) != 1) {
                throw new BadValue("a join file of another version", "this program reads version 1");
            }
            return true;
        });
        Optional<String> name = root.required("name", Values::name);
        TableReader home = root.table("home");
        Optional<InterfaceAddress> address = home.optional("address", Values::hostWithLength);
        Optional<String> nai = home.optional("nai", Values::nai);
        Optional<Ipv4Prefix> network = home.required("network", Values::prefix);
        Optional<String> agent = home.required("agent", JoinFile::agent);
        if (address.isEmpty() && nai.isEmpty()) {
            home.missing("address");
        }
        home.reportUnknownKeys();
        TableReader security = root.table("security");
        Optional<Integer> spi = security.required("spi", Values::spi);
        Optional<String> secret = security.required("secret", JoinFile::secret);
        AuthenticationAlgorithm auth = Root.auth(security);
        Replay replay = security.optional("replay", Values.choice(Replay.class)).orElse(Replay.TIMESTAMP);
        security.reportUnknownKeys();
        TableReader registration = root.table("registration");
        Duration lifetime =
                registration.optional("lifetime", Durations::lifetime).orElse(Duration.ofMinutes(10));
        registration.reportUnknownKeys();
        root.reportUnknownKeys();
        problems.warningsUnlessErrors();
        return new JoinFile(
                name.orElseThrow(),
                address,
                nai,
                network.orElseThrow(),
                agent.orElseThrow(),
                spi.orElseThrow(),
                secret.orElseThrow(),
                auth,
                replay,
                lifetime);
    }

    /** It is quoted in a file, as it is. */
    private static String agent(Object raw) throws BadValue {
        String text = Values.text(raw);
        if (!text.matches("[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")) {
            throw new BadValue("agent is neither an address nor a name");
        }
        return text;
    }

    private static String secret(Object raw) throws BadValue {
        if (!(raw instanceof String text) || !text.matches(KEY)) {
            throw new BadValue("secret is not a key", "hex: and 16 octets or more, as home-agent node add writes it");
        }
        return text;
    }

    /** As it is written. */
    public String text() {
        List<String> lines = new ArrayList<>();
        lines.add("# For the mobile node " + name
                + ": mobile-node join FILE. There is a key in it: carry it there as you would a");
        lines.add("# password, and delete it then.");
        lines.add("join = 1");
        lines.add("name = \"" + name + "\"");
        lines.add("");
        lines.add("[home]");
        identity(lines);
        lines.add("network = \"" + network + "\"");
        lines.add("agent   = \"" + agent + "\"");
        lines.add("");
        security(lines, "secret = \"" + secret + "\"");
        lines.add("[registration]");
        lines.add("lifetime = \"" + lifetimeWords() + "\"");
        return String.join("\n", lines) + "\n";
    }

    /** A {@code mobile-node.toml} that says the same, with the key in a file of that name beside it. */
    public String configuration(String keyFile) {
        List<String> lines = new ArrayList<>();
        lines.add("# Made by mobile-node join. After a change: mobile-node check, then mobile-node reload.");
        lines.add("version = 1");
        lines.add("name    = \"" + name + "\"");
        lines.add("");
        lines.add("[home]");
        identity(lines);
        if (address.isEmpty()) {
            lines.add("network = \"" + network + "\"");
        }
        lines.add("agent   = \"" + agent + "\"");
        lines.add("");
        security(lines, "key    = \"" + keyFile + "\"");
        lines.add("[registration]");
        lines.add("lifetime = \"" + lifetimeWords() + "\"");
        lines.add("");
        lines.add("# The first usable interface wins; without any [[interface]] whichever there is:");
        lines.add("# [[interface]]");
        lines.add("# match = \"eth*\"");
        lines.add("# [[interface]]");
        lines.add("# match = \"wlan*\"");
        return String.join("\n", lines) + "\n";
    }

    private void identity(List<String> lines) {
        address.ifPresent(own -> lines.add("address = \"" + own + "\""));
        nai.ifPresent(own -> lines.add("nai     = " + quoted(own)));
    }

    private void security(List<String> lines, String key) {
        lines.add("[security]");
        lines.add("spi    = 0x" + Integer.toHexString(spi));
        lines.add(key);
        lines.add("auth   = \"" + auth.configured() + "\"");
        lines.add("replay = \"" + replay.configured() + "\"");
        lines.add("");
    }

    /** As a string in TOML. */
    public static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private String lifetimeWords() {
        return lifetime.equals(Durations.INFINITE) ? "infinite" : lifetime.toSeconds() + "s";
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "JoinFile[" + name + "]";
    }
}
