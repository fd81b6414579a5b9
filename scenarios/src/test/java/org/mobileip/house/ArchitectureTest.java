package org.mobileip.house;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The arrows of ARCHITECTURE.md: who may import whom, and what the pure packages may not touch. */
class ArchitectureTest {

    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(location -> !location.contains("/test-classes/")
                    && !location.contains("/test/")
                    && !location.contains("-tests.jar"))
            .importPackages("org.mobileip");

    /** Engines and what they are made of. */
    private static final String[] PURE = {
        "org.mobileip.net",
        "org.mobileip.time",
        "org.mobileip.wire",
        "org.mobileip.auth",
        "org.mobileip.discovery",
        "org.mobileip.tunnel",
        "org.mobileip.homeagent",
        "org.mobileip.mobilenode",
        "org.mobileip.scenarios.foreignagent"
    };

    static List<Arrow> arrows() {
        String leaf = "everything else stands on it";
        String engine = "an engine that knows a machine runs neither in a test nor in a simulator";
        String daemon = "a daemon takes its own engine, and what a machine is, from common";
        return List.of(
                Arrow.of("net", "", leaf),
                Arrow.of("time", "", leaf),
                Arrow.of("wire", "net time", "octets become records without knowing who asked"),
                Arrow.of("auth", "net time wire", "keys meet messages here and nowhere else"),
                Arrow.of("discovery", "net time wire", "home agents and foreign agents count alike"),
                Arrow.of(
                        "discovery.linux",
                        "discovery host host.linux net wire",
                        "advertisements go out the same way whoever advertises"),
                Arrow.of("tunnel", "net time", "packets are rewritten the same way by every dataplane"),
                Arrow.of("host", "net time tunnel", "what we need of a machine, not how Linux does it"),
                Arrow.of("host.linux.netlink", "host net", "netlink messages are pure codecs"),
                Arrow.of("host.linux", "host host.linux.netlink net time", "system calls carry no protocol"),
                Arrow.of("host.linux.tun", "host host.linux net time tunnel", "one dataplane beside others"),
                Arrow.of(
                        "host.linux.bpf",
                        "host host.linux host.linux.tun net tunnel",
                        "the plain case in the kernel, before the dataplane that works everywhere"),
                Arrow.of(
                        "host.linux.kernel",
                        "host host.linux host.linux.netlink host.linux.tun net tunnel",
                        "the kernel's own tunnels, before the dataplane that works everywhere"),
                Arrow.of(
                        "host.linux.fast",
                        "host host.linux host.linux.bpf host.linux.kernel host.linux.tun",
                        "one place knows which dataplane is faster than which"),
                Arrow.of("config", "auth net time", "a file becomes records, nothing is started"),
                Arrow.of("control", "", "the socket carries any document"),
                Arrow.of("metrics", "config host net tunnel", "what is counted is told the same way by both daemons"),
                Arrow.of("cli", "config control net wire", "client commands load neither jnr-ffi nor log4j-core"),
                Arrow.of(
                        "doctor",
                        "cli config control host host.linux host.linux.bpf host.linux.kernel net",
                        "looking at a machine is the same for both daemons"),
                Arrow.of("homeagent", "auth discovery net time wire", engine),
                Arrow.of(
                        "homeagent.store",
                        "homeagent net time wire",
                        "a store keeps values of the engine and decides nothing"),
                Arrow.of(
                        "homeagent.daemon",
                        "homeagent homeagent.store auth cli config control discovery discovery.linux host host.linux"
                                + " host.linux.fast host.linux.tun metrics net time tunnel wire",
                        daemon),
                Arrow.of(
                        "homeagent.cli",
                        "homeagent.daemon auth cli config control doctor host host.linux net wire",
                        daemon),
                Arrow.of("mobilenode", "auth host net time wire", engine),
                Arrow.of(
                        "mobilenode.daemon",
                        "mobilenode auth cli config control host host.linux host.linux.fast host.linux.tun metrics net time"
                                + " tunnel wire",
                        daemon),
                Arrow.of(
                        "mobilenode.cli",
                        "mobilenode mobilenode.daemon cli config control doctor host host.linux net wire",
                        daemon),
                Arrow.of("scenarios.foreignagent", "auth discovery net time wire", engine),
                Arrow.of(
                        "scenarios.foreignagent.daemon",
                        "scenarios.foreignagent auth cli config discovery discovery.linux host host.linux"
                                + " host.linux.tun net time wire",
                        daemon),
                Arrow.of("scenarios.language", "config control net", "a script is read the same way for every world"),
                Arrow.of(
                        "scenarios.measure",
                        "control net scenarios.language",
                        "figures are functions of observations"));
    }

    @ParameterizedTest
    @MethodSource("arrows")
    void importsPointWhereTheMapSays(Arrow arrow) {
        DescribedPredicate<JavaClass> elsewhere = describe(
                "outside " + new TreeSet<>(arrow.targets()),
                target -> target.getPackageName().startsWith("org.mobileip")
                        && !target.getPackageName().equals(arrow.from())
                        && !arrow.targets().contains(target.getPackageName()));
        noClasses()
                .that()
                .resideInAPackage(arrow.from())
                .should()
                .dependOnClassesThat(elsewhere)
                .because(arrow.why())
                .check(OURS);
    }

    @Test
    void everyPackageOutsideTheScenariosHasAnArrow() {
        Set<String> drawn = arrows().stream().map(Arrow::from).collect(Collectors.toSet());
        Set<String> there = OURS.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> !name.startsWith("org.mobileip.scenarios"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(drawn).containsAll(there);
    }

    @Test
    void pureCodeTouchesNeitherFilesNorSocketsNorThreadsNorLoggers() {
        noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .dependOnClassesThat(resideInAPackage("java.io")
                        .or(resideInAPackage("java.net"))
                        .or(resideInAPackage("java.nio.channels.."))
                        .or(resideInAPackage("java.nio.file.."))
                        .or(resideInAPackage("java.util.concurrent.."))
                        .or(resideInAPackage("org.apache.logging.."))
                        .and(describe(
                                "not named by every enum and record",
                                it -> !it.getName().equals("java.io.Serializable")
                                        && !it.getName().equals("java.io.IOException"))))
                .because("the same code runs in the daemon, in a unit test and in a simulator")
                .check(OURS);
    }

    @Test
    void pureCodeReadsNoClockAndThrowsNoDice() {
        noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(Math.class, "random")
                .orShould()
                .dependOnClassesThat(describe(
                        "clocks and random numbers",
                        it -> it.isAssignableTo(Clock.class)
                                || it.isAssignableTo(InstantSource.class)
                                || it.isAssignableTo(java.util.Random.class)))
                .because("time and chance come in with the event")
                .check(OURS);
    }

    @Test
    void onlyTheCallsOfTheKernelTakeAnAddressOfMemory() {
        noClasses()
                .that()
                .resideInAPackage("org.mobileip.host.linux..")
                .and()
                .haveSimpleNameNotEndingWith("Kernel")
                .and()
                .haveSimpleNameNotEndingWith("NativeBuffer")
                .should()
                .callMethodWhere(describe(
                        "the address of a NativeBuffer",
                        call -> call.getTargetOwner().getSimpleName().equals("NativeBuffer")
                                && call.getName().equals("address")))
                .because("a number does not keep the memory from being freed before the kernel has read it")
                .check(OURS);
    }

    @Test
    void onlyHostLinuxKnowsJnr() {
        noClasses()
                .that(resideOutsideOfPackage("org.mobileip.host.linux"))
                .should()
                .dependOnClassesThat(resideInAPackage("jnr.."))
                .because("one place knows how Java calls C, and may change it")
                .check(OURS);
    }

    @Test
    void homeAgentAndMobileNodeNeverMeet() {
        noClasses()
                .that(resideInAPackage("org.mobileip.homeagent.."))
                .should()
                .dependOnClassesThat(resideInAPackage("org.mobileip.mobilenode.."))
                .because("they speak by octets alone, as with anybody's peer")
                .check(OURS);
        noClasses()
                .that(resideInAPackage("org.mobileip.mobilenode.."))
                .should()
                .dependOnClassesThat(resideInAPackage("org.mobileip.homeagent.."))
                .because("they speak by octets alone, as with anybody's peer")
                .check(OURS);
    }

    @Test
    void nobodyImportsTheScenarios() {
        noClasses()
                .that(resideOutsideOfPackage("org.mobileip.scenarios.."))
                .should()
                .dependOnClassesThat(resideInAPackage("org.mobileip.scenarios.."))
                .because("a daemon does not know that it is being watched")
                .check(OURS);
    }

    @Test
    void noPackagesImportEachOtherInACircle() {
        slices().matching("org.mobileip.(**)").should().beFreeOfCycles().check(OURS);
    }

    @Test
    void loggersLiveInDaemonsAndWorlds() {
        classes()
                .that(describe("log", it -> it.getDirectDependenciesFromSelf().stream()
                        .anyMatch(to -> to.getTargetClass().getPackageName().startsWith("org.apache.logging"))))
                .should()
                .resideInAnyPackage("..daemon..", "org.mobileip.scenarios..")
                .because("what a person reads in a log is an event that the daemon names")
                .check(OURS);
    }
}
