package org.mobileip.scenarios.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mobileip.cli.ExitCode;
import org.mobileip.scenarios.plan.Lab;

/** Commands in the network of a node, by nsenter(1). */
final class Shells {

    private static final String SHELL = "/bin/sh";

    private Shells() {}

    /**
     * Runs {@code words}, or {@code $SHELL} where there are none, on our terminal.
     *
     * @return its exit code
     * @throws IllegalArgumentException when there is no such node
     */
    static int enter(Lab lab, String node, List<String> words) throws IOException {
        Map<String, Path> namespaces = lab.namespaces();
        if (namespaces.isEmpty()) {
            throw new IOException("the scenario of process " + lab.pid() + " has not built its networks yet");
        }
        Path namespace = Optional.ofNullable(namespaces.get(node))
                .orElseThrow(() -> new IllegalArgumentException("\"" + node
                        + "\" is not in the running scenario; there is " + String.join(", ", namespaces.keySet())));
        Process shell = new ProcessBuilder(commandLine(lab, namespace, words))
                .inheritIO()
                .start();
        Thread hangUp = new Thread(() -> hangUp(shell), "hang up");
        Runtime.getRuntime().addShutdownHook(hangUp);
        try {
            return shell.waitFor();
        } catch (InterruptedException ending) {
            hangUp(shell);
            Thread.currentThread().interrupt();
            return ExitCode.INTERRUPTED;
        } finally {
            forget(hangUp);
        }
    }

    /** Ends it with all that was started from it: else that would keep a network that is to be gone. */
    private static void hangUp(Process shell) {
        List<ProcessHandle> started = shell.descendants().toList();
        shell.destroyForcibly();
        started.forEach(ProcessHandle::destroyForcibly);
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException endingAlready) {
            return; // The hook has run, or will: there is nothing left for it to do.
        }
    }

    private static List<String> commandLine(Lab lab, Path namespace, List<String> words) throws IOException {
        List<String> line = new ArrayList<>(List.of("nsenter", "--net=" + namespace));
        if (!userNamespace("self").equals(userNamespace(String.valueOf(lab.pid())))) {
            line.addAll(List.of("--target", String.valueOf(lab.pid()), "--user", "--preserve-credentials"));
        }
        line.add("--");
        line.addAll(words.isEmpty() ? List.of(System.getenv().getOrDefault("SHELL", SHELL)) : words);
        return line;
    }

    private static Path userNamespace(String process) throws IOException {
        return Files.readSymbolicLink(Path.of("/proc", process, "ns", "user"));
    }
}
