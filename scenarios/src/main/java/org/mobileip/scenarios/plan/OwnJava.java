package org.mobileip.scenarios.plan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * Our own Java with our own class path, for the programs of ours that a run starts as processes. They have the classes too that
 * the launcher has prepared for quicker starts (ADR 0032).
 */
public final class OwnJava {

    /** The options that the launchers give to daemons, with the quick compiler alone (ADR 0037). */
    static final List<String> DAEMON_TUNING =
            List.of("-XX:+UseSerialGC", "-Xms64m", "-Xmn32m", "-XX:MetaspaceSize=64m", "-XX:TieredStopAtLevel=1");

    /** And where the kernel has large pages (ADR 0044). */
    static final String LARGE_PAGES = "-XX:+UseTransparentHugePages";

    private static final Path LARGE_PAGES_OF_KERNEL = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");

    /** Behind those of {@link #daemonTuning}, for a home agent that serves a great many: the optimising compiler as well. */
    public static final String BOTH_COMPILERS = "-XX:TieredStopAtLevel=4";

    /** The property by which the launcher says where the archive of classes is that it gave us. */
    static final String ARCHIVE = "org.mobileip.archive";

    /** The property that says in which directory the launcher wants lists of the classes that programs load. */
    static final String CLASS_LISTS = "org.mobileip.class-lists";

    /** The first Java that has the option to allow native access, without which a later one warns. */
    private static final int ALLOWS_NATIVE_ACCESS = 22;

    private OwnJava() {}

    /** The options that the launchers give to daemons on this machine. */
    public static List<String> daemonTuning() {
        return daemonTuning(LARGE_PAGES_OF_KERNEL);
    }

    /** @param largePages where the kernel says which of always, madvise and never is so, in brackets */
    static List<String> daemonTuning(Path largePages) {
        List<String> tuning = new ArrayList<>(DAEMON_TUNING);
        try {
            if (!Files.readString(largePages).contains("[never]")) {
                tuning.add(LARGE_PAGES);
            }
        } catch (IOException itHasNone) {
            return tuning;
        }
        return tuning;
    }

    /**
     * The words that start a program.
     *
     * @param options of Java
     * @param program its main class, and its arguments
     */
    public static List<String> command(List<String> options, List<String> program) {
        return command(System.getProperties(), options, program);
    }

    static List<String> command(Properties ours, List<String> options, List<String> program) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(ours.getProperty("java.home"), "bin", "java").toString());
        words.addAll(options);
        String archive = ours.getProperty(ARCHIVE, "");
        if (!archive.isEmpty()) {
            words.addAll(List.of( // As the launcher.
                    "-XX:+UnlockDiagnosticVMOptions",
                    "-XX:ArchiveRelocationMode=0",
                    "-XX:-BytecodeVerificationRemote"));
            words.addAll(List.of("-XX:SharedArchiveFile=" + archive, "-Xshare:auto", "-Xlog:disable"));
        }
        String lists = ours.getProperty(CLASS_LISTS, "");
        if (!lists.isEmpty()) {
            words.add("-XX:DumpLoadedClassList=" + Path.of(lists, "%p.list"));
        }
        if (Integer.parseInt(ours.getProperty("java.specification.version")) >= ALLOWS_NATIVE_ACCESS) {
            words.add("--enable-native-access=ALL-UNNAMED");
        }
        words.addAll(List.of("-cp", ours.getProperty("java.class.path")));
        words.addAll(program);
        return words;
    }
}
