package org.mobileip.scenarios.netns;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.mobileip.host.linux.ConnectionTracking;
import org.mobileip.scenarios.measure.WorldException;

/**
 * Address translation in the router of a network: what leaves has the router's outside address, and a port by chance. What
 * the router does not remember does not come in.
 */
final class Nat {

    private static final long PATIENCE_SECONDS = 10;

    /** Ports by chance, so that a mapping that was forgotten is another one afterwards. */
    private static final String RULES = """
            table ip scenario {
              chain out {
                type nat hook postrouting priority srcnat;
                oifname "%1$s" meta l4proto { tcp, udp } masquerade to :1024-65535 random
                oifname "%1$s" masquerade
              }
            }
            """.formatted(Uplink.INTERFACE);

    private final Site router;

    private Nat(Site router) {
        this.router = router;
    }

    /**
     * Begins to translate.
     *
     * @throws WorldException without nftables, or a kernel that has no NAT
     */
    static Nat on(Site router) throws WorldException {
        try {
            Process nft = router.namespace().start(new ProcessBuilder("nft", "-f", "-").redirectErrorStream(true));
            nft.getOutputStream().write(RULES.getBytes(StandardCharsets.UTF_8));
            nft.getOutputStream().close();
            String said = new String(nft.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!nft.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || nft.exitValue() != 0) {
                throw new WorldException("nftables refuse a NAT in " + router + ": " + said.strip());
            }
            return new Nat(router);
        } catch (IOException | RuntimeException missing) {
            throw missing instanceof WorldException told
                    ? told
                    : new WorldException("a network behind a NAT needs nftables: " + missing.getMessage(), missing);
        } catch (InterruptedException e) {
            throw new AssertionError("somebody interrupted the thread of a run", e);
        }
    }

    /** Forgets all mappings. */
    void rebind() {
        router.namespace().run(ConnectionTracking::forgetAll);
    }
}
