package org.mobileip.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Command lines for programs of this class path that run in a Java of their own. */
public final class JavaCommand {

    /** The first Java that warns of native access when nobody allowed it. */
    private static final int WARNS_OF_NATIVE_ACCESS = 24;

    /** Half the processor time of a start, for programs that live for seconds and whose speed nobody measures. */
    private static final List<String> QUICK_START = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private JavaCommand() {}

    /** The words that start {@code mainClass}; arguments of the program may be added to the list. */
    public static List<String> of(String mainClass, String... javaOptions) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(QUICK_START);
        if (Runtime.version().feature() >= WARNS_OF_NATIVE_ACCESS) {
            words.add("--enable-native-access=ALL-UNNAMED");
        }
        words.addAll(List.of(javaOptions));
        words.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
        return words;
    }
}
