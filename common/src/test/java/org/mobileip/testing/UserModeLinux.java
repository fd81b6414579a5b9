package org.mobileip.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A kernel that has what the machine's own may lack, for a command: {@code .ci/uml/run}. As a program it runs tests, there, whose
 * classes the machine itself passes over since their names do not end in {@code Test}.
 */
public final class UserModeLinux {

    /** By which the launcher says that there is no such kernel here. */
    private static final int ABSENT = 77;

    /** On a machine with much else to do. */
    private static final String LONGEST_SECONDS = "400";

    /**
     * Touching a page for the first time costs more there than interpreting what is run a few times; to move an archive of classes to a
     * place by chance is to touch all of it.
     */
    private static final List<String> FEW_PAGES = List.of(
            "-Xint",
            "-Xms24m",
            "-Xmn8m",
            "-XX:-UsePerfData",
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:ArchiveRelocationMode=0");

    /** What this Java was told of it: to start a program by way of another takes twice as long. */
    private static final Optional<String> SPAWNING =
            Optional.ofNullable(System.getProperty("jdk.lang.Process.launchMechanism"));

    private UserModeLinux() {}

    /**
     * How a command ended.
     *
     * @param code its exit code
     * @param output standard output and standard error
     */
    public record Outcome(int code, String output) {}

    /**
     * Runs a command there; skips the calling test, and says why, where there is no such kernel.
     *
     * @param command each word
     */
    public static Outcome run(List<String> command) {
        List<String> words = new ArrayList<>(List.of(launcher().toString()));
        words.addAll(command);
        try {
            ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
            builder.environment().put("UML_SECONDS", LONGEST_SECONDS);
            Process process = builder.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int code = process.waitFor();
            if (code == ABSENT) {
                System.err.print(output);
            }
            Assumptions.assumeTrue(code != ABSENT, output);
            return new Outcome(code, output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /**
     * Runs tests there.
     *
     * @param tests {@code CLASS} or {@code CLASS#METHOD}
     */
    public static Outcome runTests(List<String> tests) {
        List<String> options = new ArrayList<>(FEW_PAGES);
        SPAWNING.ifPresent(how -> options.add("-Djdk.lang.Process.launchMechanism=" + how));
        List<String> command =
                new ArrayList<>(JavaCommand.ofTests(UserModeLinux.class.getName(), options.toArray(String[]::new)));
        command.addAll(tests);
        return run(command);
    }

    private static Path launcher() {
        return Stream.iterate(Path.of("").toAbsolutePath(), Path::getParent)
                .map(directory -> directory.resolve(".ci/uml/run"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow();
    }

    /** Runs the tests that are named, says how each failure came about, and ends with 1 for any. */
    public static void main(String[] tests) {
        int failed = 0;
        int succeeded = 0;
        for (String test : tests) {
            String[] parts = test.split("#", 2);
            for (Method method : methods(parts)) {
                if (succeeds(classOf(parts), method)) {
                    succeeded++;
                } else {
                    failed++;
                }
            }
        }
        System.out.println(
                succeeded + " tests succeeded, " + failed + " failed on Linux " + System.getProperty("os.version"));
        System.exit(failed == 0 && succeeded > 0 ? 0 : 1);
    }

    private static Class<?> classOf(String[] test) {
        try {
            return Class.forName(test[0]);
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Those of its parents as well. */
    private static List<Method> methods(String[] test) {
        return Stream.<Class<?>>iterate(classOf(test), Objects::nonNull, Class::getSuperclass)
                .flatMap(each -> Stream.of(each.getDeclaredMethods()))
                .filter(method -> method.isAnnotationPresent(Test.class) && method.getParameterCount() == 0)
                .filter(method -> test.length == 1 || test[1].equals(method.getName()))
                .toList();
    }

    /** In an object of its own, between what must be done before and after. */
    private static boolean succeeds(Class<?> of, Method test) {
        long start = System.nanoTime();
        try {
            Object object = newObject(of);
            try {
                callAll(BeforeEach.class, object);
                call(test, object);
            } finally {
                callAll(AfterEach.class, object);
            }
            System.out.println(test.getName() + " succeeded in " + (System.nanoTime() - start) / 1_000_000 + " ms");
            return true;
        } catch (ReflectiveOperationException | RuntimeException | Error e) {
            System.out.println(test.getName() + " failed");
            (e instanceof InvocationTargetException && e.getCause() != null ? e.getCause() : e)
                    .printStackTrace(System.out);
            return false;
        }
    }

    private static Object newObject(Class<?> of) throws ReflectiveOperationException {
        Constructor<?> constructor = of.getDeclaredConstructor();
        constructor.setAccessible(true);
        return constructor.newInstance();
    }

    private static void callAll(Class<? extends Annotation> when, Object object) throws ReflectiveOperationException {
        for (Class<?> each = object.getClass(); each != null; each = each.getSuperclass()) {
            for (Method method : each.getDeclaredMethods()) {
                if (method.isAnnotationPresent(when)) {
                    call(method, object);
                }
            }
        }
    }

    private static void call(Method method, Object object) throws ReflectiveOperationException {
        method.setAccessible(true);
        method.invoke(object);
    }
}
