package org.mobileip.scenarios.foreignagent.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.testing.NetnsSupport.ip;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.testing.NetnsSupport;

/** A mobile node that goes from one foreign agent to another, and in between where it has an address of its own. */
@Tag("netns")
@Timeout(240)
class JourneyNetnsTest {

    private static final String BY_THE_INN = "192.0.2.1 via foreign-agent";
    private static final String BY_THE_LODGE = "203.0.113.1 via foreign-agent";
    private static final String ON_ITS_OWN = "198.18.0.44 via direct";

    @TempDir
    private static Path directory = Path.of("");

    private static Optional<Journey> prepared = Optional.empty();

    /** A home agent and a foreign agent for all tests, of which each starts a node. */
    @BeforeAll
    static void prepare() throws IOException {
        NetnsSupport.assumeAvailable();
        Journey made = new Journey(directory);
        prepared = Optional.of(made);
        made.startHomeAgent();
        made.startForeignAgent("inn", made.inn, "192.0.2.1/24", "[advertise]\nevery = \"500ms\"\n");
    }

    @AfterAll
    static void end() {
        prepared.ifPresent(Journey::close);
    }

    @AfterEach
    void isWithoutANodeAgain() throws InterruptedException {
        journey().endNode();
    }

    private static Journey journey() {
        return prepared.orElseThrow();
    }

    private Conversation conversation() {
        return new Conversation(journey().node, "10.10.0.57", journey().host, "10.10.0.200");
    }

    private void arriveAtInn() {
        ip(journey().node, "link set inn0 up");
        journey().awaitAttachment(BY_THE_INN);
    }

    private void goesOn(Conversation conversation) {
        int before = conversation.answered();
        journey().await("twenty more answers", () -> conversation.answered() >= before + 20);
    }

    @Test
    void keepsItsConversationAndItsBroadcastsFromForeignAgentToItsOwnAddressAndToAnotherForeignAgent()
            throws IOException {
        Journey journey = journey();
        journey.startForeignAgent("lodge", journey.lodge, "203.0.113.1/24", "");
        journey.startNode("[tunnel]\nbroadcasts = true\n");
        arriveAtInn();
        hearsBroadcastsInASecondHeader();
        try (Conversation conversation = conversation()) {
            goesOn(conversation);
            ip(journey.node, "link set open0 up");
            ip(journey.node, "address add 198.18.0.44/24 dev open0");
            ip(journey.node, "route add default via 198.18.0.1 dev open0");
            ip(journey.node, "link set inn0 down");
            journey.awaitAttachment(ON_ITS_OWN);
            hearsBroadcastsAsTheyAre();
            assertThat(journey.status().get("tunnel"))
                    .asInstanceOf(InstanceOfAssertFactories.MAP)
                    .containsEntry("mtu", 1480)
                    .containsEntry("reachable", true)
                    .containsEntry("hops", 0)
                    .containsEntry("black_hole", false);
            goesOn(conversation);
            ip(journey.node, "link set lodge0 up");
            ip(journey.node, "link set open0 down");
            journey.awaitAttachment(BY_THE_LODGE);
            goesOn(conversation);
            ip(journey.node, "link set lodge0 down");
            arriveAtInn();
            goesOn(conversation);
        }
    }

    /** RFC 5944 §4.3, D is not set: within a datagram to the home address, within the tunnel to the foreign agent. */
    private void hearsBroadcastsInASecondHeader() throws IOException {
        try (Tcpdump road = new Tcpdump(journey().road, "inn1", "ip proto 4");
                Tcpdump link = new Tcpdump(journey().node, "inn0", "ip proto 4");
                HomeBroadcast home = new HomeBroadcast(journey().node, journey().host)) {
            for (String to : List.of(HomeBroadcast.EVERYBODY, HomeBroadcast.GROUP)) {
                assertThat(home.reaches(to)).as(to).isTrue();
                String second = "10.10.0.1 > 10.10.0.57: IP 10.10.0.200.";
                journey()
                        .await(
                                "a second header",
                                () -> isSeen(road, "10.10.0.1 > 192.0.2.1: IP " + second, to)
                                        && isSeen(link, second, to));
            }
        }
    }

    /** §4.3, D is set: straight to the care-of address. */
    private void hearsBroadcastsAsTheyAre() throws IOException {
        try (Tcpdump link = new Tcpdump(journey().node, "open0", "ip proto 4");
                HomeBroadcast home = new HomeBroadcast(journey().node, journey().host)) {
            for (String to : List.of(HomeBroadcast.EVERYBODY, HomeBroadcast.GROUP, HomeBroadcast.JOINED)) {
                assertThat(home.reaches(to)).as(to).isTrue();
                journey().await(to, () -> isSeen(link, "10.10.0.1 > 198.18.0.44: IP 10.10.0.200.", to));
            }
            assertThat(link.saw("10.10.0.1 > 10.10.0.57")).isFalse();
        }
    }

    private static boolean isSeen(Tcpdump tcpdump, String from, String to) {
        return tcpdump.lines().stream().anyMatch(line -> line.contains(from) && line.contains(" > " + to + "."));
    }

    @Test
    void registersAgainWithAForeignAgentThatWasKilledAndStartedAnew() throws IOException, InterruptedException {
        Journey journey = journey();
        journey.startNode("");
        arriveAtInn();
        try (Conversation conversation = conversation()) {
            goesOn(conversation);
            journey.kill("inn");
            long accepted = registrations();
            journey.startForeignAgent("inn", journey.inn, "192.0.2.1/24", "[advertise]\nevery = \"500ms\"\n");
            journey.await("a second registration", () -> registrations() > accepted);
            goesOn(conversation);
        }
    }

    private long registrations() {
        return journey().log().stream()
                .filter(line -> line.startsWith("node: ") && line.contains("registration-accepted"))
                .count();
    }

    @Test
    void losesNothingWhereHalfOfTheAdvertisementsAreLost() throws IOException {
        Journey journey = journey();
        NetnsSupport.run(journey.node, "nft", "add table netdev lossy");
        NetnsSupport.run(
                journey.node,
                "nft",
                "add chain netdev lossy link { type filter hook ingress device inn0 priority 0 ; }");
        NetnsSupport.run(
                journey.node,
                "nft",
                "add rule netdev lossy link icmp type router-advertisement numgen random mod 2 0 counter drop");
        journey.startNode("");
        arriveAtInn();
        try (Conversation conversation = conversation()) {
            goesOn(conversation);
            conversation.longestGapMillis();
            int before = conversation.answered();
            journey.await("ten seconds of conversation", () -> conversation.answered() >= before + 750);
            assertThat(conversation.longestGapMillis()).isLessThan(1000);
            assertThat(journey.attachment()).isEqualTo(BY_THE_INN);
            assertThat(registrations()).isEqualTo(1);
        }
        assertThat(NetnsSupport.run(journey.node, "nft", "list table netdev lossy"))
                .doesNotContain("packets 0 bytes");
    }
}
