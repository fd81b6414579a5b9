package org.mobileip.scenarios.netns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mobileip.scenarios.plan.PrivateDirectory;

/** What a run could leave: processes, namespaces held by descriptors, threads, files. */
record Leftovers(Set<String> all) {

    private static final String OURS =
            PrivateDirectory.NAME + ProcessHandle.current().pid() + "-";
    private static final Set<String> THREADS = Set.of("netns run", "capture", "daemon control", "traffic sender");

    /** As things are now. */
    static Leftovers now() {
        Set<String> all = new TreeSet<>();
        ProcessHandle.current().descendants().forEach(child -> all.add("process " + child.pid()));
        list("/proc/self/fd").stream()
                .map(Leftovers::targetOf)
                .filter(target -> target.startsWith("net:["))
                .forEach(target -> all.add("namespace " + target));
        Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("namespace ") || THREADS.contains(name))
                .forEach(name -> all.add("thread " + name));
        list(System.getProperty("java.io.tmpdir")).stream()
                .filter(file -> String.valueOf(file.getFileName()).startsWith(OURS))
                .forEach(file -> all.add("directory " + file));
        return new Leftovers(all);
    }

    private static List<Path> list(String directory) {
        try (Stream<Path> files = Files.list(Path.of(directory))) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String targetOf(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException gone) {
            return "";
        }
    }

    /** Nothing is there now that was not there then. */
    void assertNothingNew() {
        Set<String> added =
                now().all.stream().filter(each -> !all.contains(each)).collect(Collectors.toSet());
        assertThat(added).as("left behind").isEmpty();
    }
}
