package org.mobileip.homeagent.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mobileip.auth.AuthenticationAlgorithm;
import org.mobileip.cli.CommandFailure;
import org.mobileip.cli.ExitCode;
import org.mobileip.cli.Output;
import org.mobileip.config.BadValue;
import org.mobileip.config.ConfigException;
import org.mobileip.config.HomeAgentConfig;
import org.mobileip.config.HomeAgentConfig.Node;
import org.mobileip.config.HomeAgentConfig.Replay;
import org.mobileip.config.HomeAgentConfig.Security;
import org.mobileip.config.HomeAgentFiles;
import org.mobileip.config.JoinFile;
import org.mobileip.config.KeyFile;
import org.mobileip.config.PublishedFile;
import org.mobileip.net.InterfaceAddress;
import org.mobileip.net.Ipv4;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code node add}: an entry, a random key, and a join file for the node. */
@Command(
        name = "add",
        description =
                "Add a node with a random key, write a join file for mobile-node join, and have the home agent that"
                        + " runs serve it.")
final class NodeAddCommand implements Callable<Integer> {

    private static final int FIRST_SPI = 0x101;
    private static final int LEAST_SPI = 0x100;
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,62}";

    @Mixin
    private final NodeChangeOptions options = new NodeChangeOptions();

    @Parameters(index = "0", paramLabel = "NAME", description = "What people call it.")
    private String name = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "ADDRESS", description = "Its home address.")
    private Optional<String> address = Optional.empty();

    @Option(names = "--nai", paramLabel = "NAI", description = "Its network access identifier, like user@example.org.")
    private Optional<String> nai = Optional.empty();

    @Option(
            names = "--pool",
            paramLabel = "POOL",
            description = "In place of an address: the [[pool]] it gets one from.")
    private Optional<String> pool = Optional.empty();

    @Option(
            names = "--spi",
            paramLabel = "SPI",
            description = "256 or more, decimal or like 0x101; left out: a free one.")
    private Optional<String> spi = Optional.empty();

    @Option(names = "--auth", paramLabel = "ALGORITHM", description = "hmac-md5 (the default) or hmac-sha256.")
    private String auth = AuthenticationAlgorithm.HMAC_MD5.configured();

    @Option(
            names = "--agent",
            paramLabel = "HOST",
            description = "By which the node finds the home agent, if not by its address.")
    private Optional<String> agent = Optional.empty();

    @Option(names = "--join", paramLabel = "FILE", description = "Where the join file is written; left out: NAME.join.")
    private Optional<Path> join = Optional.empty();

    @Spec
    private @Nullable CommandSpec command;

    @Override
    public Integer call() throws CommandFailure, ConfigException {
        Output output = Output.of(command);
        HomeAgentFiles files = HomeAgentFiles.load(options.file());
        refuseBadWords(files.config());
        refuseTakenName(files);
        Optional<Ipv4> home = address.isPresent() ? Optional.of(freeAddress(files, address.get())) : Optional.empty();
        AuthenticationAlgorithm algorithm = algorithm();
        int index = spi.isPresent() ? freeSpi(files, spi.get()) : nextSpi(files.config());
        String secret = secret(algorithm);
        NodeFiles made = NodeFiles.of(files, name);
        Path joinFile = join.orElse(Path.of(name + ".join"));
        JoinFile invitation = new JoinFile(
                name,
                home.map(own ->
                        new InterfaceAddress(own, files.config().network().length())),
                nai,
                files.config().network(),
                agent.orElse(files.config().knownAddress().toString()),
                index,
                secret,
                algorithm,
                Replay.TIMESTAMP,
                files.config().registration().maxLifetime());
        write(joinFile, invitation, output);
        try {
            made.create(entry(made, index, algorithm), secret, options.file(), output);
        } catch (CommandFailure | ConfigException refused) {
            delete(joinFile);
            throw refused;
        }
        output.out(report(made, joinFile, index, algorithm));
        options.reload(files.config(), output);
        return ExitCode.DONE;
    }

    private void refuseBadWords(HomeAgentConfig config) throws CommandFailure {
        if (!name.matches(NAME)) {
            throw usage("\"" + name
                    + "\" is not a name: up to 63 letters, digits, '.', '-' and '_'; a letter or digit first");
        }
        if (address.isPresent() == pool.isPresent()) {
            throw usage("a node has a home address, or --pool and --nai in place of it");
        }
        if (pool.isPresent() && nai.isEmpty()) {
            throw usage("a node without an address of its own is known by its --nai, like " + name + "@example.org");
        }
        if (nai.filter(own -> !own.matches("[^@\\s]+@[^@\\s]+")).isPresent()) {
            throw usage("\"" + nai.get() + "\" is not the identifier of one node, like " + name + "@example.org");
        }
        Set<String> pools =
                config.pools().stream().map(HomeAgentConfig.Pool::name).collect(Collectors.toSet());
        if (pool.filter(wanted -> !pools.contains(wanted)).isPresent()) {
            throw usage("there is no [[pool]] \"" + pool.get() + "\""
                    + (pools.isEmpty() ? "" : "; there are: " + String.join(", ", pools)));
        }
    }

    private void refuseTakenName(HomeAgentFiles files) throws CommandFailure {
        if (files.places().containsKey(name)) {
            throw new CommandFailure(
                    ExitCode.MISSED,
                    "there is a node \"" + name + "\" already: "
                            + files.places().get(name));
        }
    }

    private static Ipv4 freeAddress(HomeAgentFiles files, String text) throws CommandFailure {
        Ipv4 wanted =
                Ipv4.tryParse(text).orElseThrow(() -> usage("\"" + text + "\" is not an address, like 10.10.0.57"));
        try {
            files.refuseUnlessHomeAddress(wanted);
        } catch (BadValue bad) {
            throw usage(bad.reason());
        }
        Optional<Node> holder = files.config().nodes().stream()
                .filter(node -> node.address().equals(Optional.of(wanted)))
                .findFirst();
        if (holder.isPresent()) {
            throw new CommandFailure(
                    ExitCode.MISSED,
                    wanted + " is the home address of " + holder.get().name() + " already: "
                            + files.places().get(holder.get().name()));
        }
        return wanted;
    }

    private AuthenticationAlgorithm algorithm() throws CommandFailure {
        for (AuthenticationAlgorithm each : AuthenticationAlgorithm.values()) {
            if (each.configured().equals(auth)) {
                return each;
            }
        }
        throw usage("\"" + auth + "\" is not known: hmac-md5 or hmac-sha256");
    }

    private static int freeSpi(HomeAgentFiles files, String text) throws CommandFailure {
        int wanted = spi(text);
        Optional<Node> holder = files.config().nodes().stream()
                .filter(node -> node.security().stream().anyMatch(each -> each.spi() == wanted))
                .findFirst();
        if (holder.isPresent()) {
            throw new CommandFailure(
                    ExitCode.MISSED,
                    "SPI 0x" + Integer.toHexString(wanted) + " is that of "
                            + holder.get().name() + " already ("
                            + files.places().get(holder.get().name()) + "); without --spi a free one is taken");
        }
        return wanted;
    }

    private static int spi(String text) throws CommandFailure {
        try {
            long number = Long.decode(text);
            if (number >= LEAST_SPI && number <= 0xffff_ffffL) {
                return (int) number;
            }
        } catch (NumberFormatException noNumber) {
            throw usage("\"" + text + "\" is not an SPI, like 0x101");
        }
        throw usage("SPI " + text + " is not within 256 to 4294967295 (0xffffffff)");
    }

    private static int nextSpi(HomeAgentConfig config) {
        Set<Integer> taken = config.nodes().stream()
                .flatMap(node -> node.security().stream())
                .map(Security::spi)
                .collect(Collectors.toSet());
        int next = FIRST_SPI;
        while (taken.contains(next)) {
            next++;
        }
        return next;
    }

    /** As long as the authenticator: 128 or 256 bits that nobody knows. */
    private static String secret(AuthenticationAlgorithm algorithm) {
        byte[] octets = new byte[algorithm == AuthenticationAlgorithm.HMAC_SHA256 ? 32 : 16];
        new SecureRandom().nextBytes(octets);
        return "hex:" + HexFormat.of().formatHex(octets);
    }

    private static void write(Path joinFile, JoinFile invitation, Output output) throws CommandFailure {
        try {
            PublishedFile.create(joinFile, invitation.text(), PublishedFile.SECRET);
        } catch (java.nio.file.FileAlreadyExistsException there) {
            throw new CommandFailure(
                    ExitCode.MISSED, joinFile + " is there already; take it away, or name another with --join FILE");
        } catch (IOException refused) {
            throw NodeFiles.failure(refused, output);
        }
    }

    private static void delete(Path joinFile) {
        try {
            Files.deleteIfExists(joinFile);
        } catch (IOException leftBehind) {
            joinFile.toFile().deleteOnExit();
        }
    }

    private String entry(NodeFiles made, int index, AuthenticationAlgorithm algorithm) {
        StringBuilder entry = new StringBuilder("[[node]]\nname    = \"" + name + "\"\n");
        address.ifPresent(own -> entry.append("address = \"").append(own).append("\"\n"));
        nai.ifPresent(
                own -> entry.append("nai     = ").append(JoinFile.quoted(own)).append('\n'));
        pool.ifPresent(own -> entry.append("pool    = \"").append(own).append("\"\n"));
        return entry.append("spi     = 0x")
                .append(Integer.toHexString(index))
                .append("\nkey     = \"")
                .append(made.keyInEntry())
                .append("\"\nauth    = \"")
                .append(algorithm.configured())
                .append("\"\n")
                .toString();
    }

    private String report(NodeFiles made, Path joinFile, int index, AuthenticationAlgorithm algorithm) {
        return name + "  " + address.or(() -> nai).orElse("") + "  SPI 0x" + Integer.toHexString(index) + "  "
                + algorithm.configured() + "  in " + made.entry() + "\nkey        " + made.key() + " (new, fingerprint "
                + fingerprint(made) + ")\njoin file  "
                + joinFile
                + " (the key is in it: carry it to the node as you would a password)\nthere:     sudo mobile-node join "
                + joinFile.getFileName() + "\n";
    }

    /** To be compared with what the node says of its own. */
    private static String fingerprint(NodeFiles made) {
        try {
            return KeyFile.read(made.key()).fingerprint();
        } catch (IOException readAMomentAgo) {
            return "-";
        }
    }

    private static CommandFailure usage(String message) {
        return new CommandFailure(ExitCode.USAGE, message);
    }
}
