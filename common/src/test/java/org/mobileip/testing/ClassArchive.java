package org.mobileip.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The classes of a start, kept for the hundreds of starts that follow (ADR 0032), where a test runs with the jar of the module's program. The
 * first daemon of a module lists what it loads; from that an archive is made while the tests go on, and what starts later has it.
 */
final class ClassArchive {

    /** The modules whose daemons say what they load. */
    private static final List<String> LISTED = List.of("home-agent", "mobile-node");

    private static final String LIST = "starts-" + Runtime.version() + ".list";

    private final Path module;
    private final Path jar;
    private final Path archive;
    private final Path list;
    private boolean isListing;
    private boolean isMaking;

    private ClassArchive(Path module, Path jar) {
        this.module = module;
        this.jar = jar;
        this.archive = jar.resolveSibling("starts-" + Runtime.version() + ".jsa");
        this.list = jar.resolveSibling(LIST);
    }

    /** That of the module in this directory, if its jar is in that class path: not where classes have been compiled since. */
    static Optional<ClassArchive> of(Path module, String classPath) {
        Path jar = module.resolve("target").resolve(module.getFileName() + ".jar");
        return Stream.of(classPath.split(":")).anyMatch(jar.toString()::equals)
                ? Optional.of(new ClassArchive(module, jar))
                : Optional.empty();
    }

    Path jar() {
        return jar;
    }

    /** The archive; empty as long as there is none. */
    synchronized Optional<Path> ready() {
        if (isCurrent(archive)) {
            return Optional.of(archive);
        }
        if (!isMaking && !otherLists().isEmpty() && isFirst(list)) {
            isMaking = true;
            make(otherLists());
        }
        return Optional.empty();
    }

    /** The options of Java for one more start, which is told when the one before is READY. */
    synchronized List<String> options() {
        Optional<Path> ready = ready();
        if (ready.isPresent()) {
            return List.of(
                    "-XX:+UnlockDiagnosticVMOptions",
                    "-XX:ArchiveRelocationMode=0",
                    "-XX:SharedArchiveFile=" + archive,
                    "-Xshare:auto",
                    "-Xlog:disable",
                    "-Dorg.mobileip.archive=" + archive);
        }
        if (isListing && !isMaking) {
            isMaking = true;
            make(List.of(list));
        }
        if (!isMaking && !isListing && isFirst(list)) {
            isListing = true;
            return List.of("-XX:DumpLoadedClassList=" + list);
        }
        return List.of();
    }

    /** Those of the modules whose programs this one starts as well. */
    private List<Path> otherLists() {
        return LISTED.contains(String.valueOf(module.getFileName()))
                ? List.of()
                : LISTED.stream()
                        .map(other ->
                                module.resolveSibling(other).resolve("target").resolve(LIST))
                        .filter(Files::exists)
                        .toList();
    }

    private boolean isCurrent(Path file) {
        try {
            return Files.exists(file) && Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(jar)) >= 0;
        } catch (IOException gone) {
            return false;
        }
    }

    /** Whether nobody has begun with this file since the jar was made: two processes may ask at once. */
    private boolean isFirst(Path file) {
        try {
            if (!isCurrent(file)) {
                Files.deleteIfExists(file);
            }
            Files.createFile(file);
            return true;
        } catch (FileAlreadyExistsException another) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts making it. Lists number classes, which several of them together do not; classes of other loaders have no place in an archive. */
    private void make(List<Path> lists) {
        try {
            Set<String> classes = new LinkedHashSet<>();
            for (Path each : lists) {
                List<String> lines = Files.readAllLines(each, StandardCharsets.UTF_8);
                lines.subList(0, Math.max(0, lines.size() - 1)).stream() // its JVM may be at the last one still
                        .filter(line -> !line.contains(" source: "))
                        .map(line -> line.replaceFirst(" id: [0-9]+$", ""))
                        .forEach(classes::add);
            }
            Path all = Files.write(jar.resolveSibling("all-" + LIST), classes);
            String java =
                    Path.of(System.getProperty("java.home"), "bin", "java").toString();
            List<String> words =
                    new ArrayList<>(List.of("sh", "-c", "\"$@\" && mv -f \"$0.new\" \"$0\"", archive.toString()));
            words.addAll(List.of(java, "-XX:TieredStopAtLevel=1", "-Xshare:dump", "-Xlog:disable"));
            words.addAll(List.of("-XX:SharedClassListFile=" + all, "-XX:SharedArchiveFile=" + archive + ".new"));
            words.addAll(List.of("-cp", jar.toString()));
            new ProcessBuilder(words)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
