package org.mobileip.scenarios.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.mobileip.host.linux.NetworkNamespace;

/** The kernel's own network emulation (tc-netem(8)), which not every kernel has. */
public final class Netem {

    private static final String[] TRIAL = {"tc", "qdisc", "add", "dev", "lo", "root", "netem", "delay", "1ms"};

    private Netem() {}

    /** Why the kernel will not have it, in its words; empty: it will. Tries it in a namespace that is gone afterwards. */
    public static Optional<String> obstacle() {
        try (NetworkNamespace probe = NetworkNamespace.create("netem")) {
            Process tc = probe.start(new ProcessBuilder(TRIAL).redirectErrorStream(true));
            tc.getOutputStream().close();
            String said = new String(tc.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return tc.waitFor() == 0 ? Optional.empty() : Optional.of(said);
        } catch (IOException | UncheckedIOException missing) {
            return Optional.of("tc is missing: " + missing.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }
}
