package org.mobileip.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Command lines for programs of this class path that run in a Java of their own. */
public final class JavaCommand {

    /** The first Java that warns of native access when nobody allowed it. */
    private static final int WARNS_OF_NATIVE_ACCESS = 24;

    /**
     * Half the processor time of a start, for programs that live for seconds and whose speed nobody measures: what is called a few
     * hundred times stays interpreted.
     */
    private static final List<String> QUICK_START =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:CompileThresholdScaling=4");

    private static final String CLASS_PATH = System.getProperty("java.class.path");
    private static final Optional<ClassArchive> ARCHIVE =
            ClassArchive.of(Path.of("").toAbsolutePath(), CLASS_PATH);

    private JavaCommand() {}

    /** The words that start {@code mainClass}; arguments of the program may be added to the list. */
    public static List<String> of(String mainClass, String... javaOptions) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(QUICK_START);
        if (Runtime.version().feature() >= WARNS_OF_NATIVE_ACCESS) {
            words.add("--enable-native-access=ALL-UNNAMED");
        }
        String classPath = CLASS_PATH;
        if (ARCHIVE.isPresent() && mainClass.endsWith(".cli.Main")) { // a program, as it is installed
            words.addAll(ARCHIVE.get().options());
            classPath = ARCHIVE.get().jar().toString();
        }
        words.addAll(List.of(javaOptions));
        words.addAll(List.of("-cp", classPath, mainClass));
        return words;
    }

    /** The same for a program of the tests in which daemons run too: by the archive, where there is one already. */
    static List<String> ofTests(String mainClass, String... javaOptions) {
        List<String> words = of(mainClass, javaOptions);
        Optional<Path> archive = ARCHIVE.flatMap(ClassArchive::ready);
        if (archive.isPresent()) {
            int at = words.indexOf("-cp");
            words.set(at + 1, ARCHIVE.orElseThrow().jar() + ":" + CLASS_PATH);
            words.addAll(at, List.of("-XX:SharedArchiveFile=" + archive.get(), "-Xshare:auto", "-Xlog:disable"));
        }
        return words;
    }

    /** Has programs that the code under test starts by its own class path start as quickly, from when the archive is there. */
    public static void shareArchive() {
        ARCHIVE.flatMap(ClassArchive::ready).ifPresent(archive -> {
            System.setProperty("java.class.path", ARCHIVE.orElseThrow().jar().toString());
            System.setProperty("org.mobileip.archive", archive.toString());
        });
    }
}
