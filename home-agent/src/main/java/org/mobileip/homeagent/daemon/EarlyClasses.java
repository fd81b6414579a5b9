package org.mobileip.homeagent.daemon;

import org.mobileip.auth.AuthenticationAlgorithm;
import org.mobileip.auth.Key;
import org.mobileip.auth.SecurityAssociation;
import org.mobileip.host.linux.BootTimeTicker;
import org.mobileip.time.Tick;

/**
 * The log, the calls of the C library and the digests are half of what a start spends on its own thread, and are needed in any case:
 * another thread loads them while the command line and the configuration are read.
 */
public final class EarlyClasses {

    private EarlyClasses() {}

    /** Begins. What fails here fails again where it is needed, and is told there. */
    public static void load() {
        Thread thread = new Thread(EarlyClasses::touch, "early-classes");
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((same, failure) -> {});
        thread.start();
    }

    private static void touch() {
        Diary unusedLog = Diary.log();
        Tick unusedTime = new BootTimeTicker().now();
        SecurityAssociation unusedDigests = new SecurityAssociation(
                SecurityAssociation.LEAST_SPI, AuthenticationAlgorithm.HMAC_MD5, Key.of(new byte[16]));
    }
}
