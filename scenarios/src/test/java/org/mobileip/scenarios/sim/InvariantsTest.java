package org.mobileip.scenarios.sim;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.homeagent.Event;
import org.mobileip.homeagent.HomeAgent;
import org.mobileip.host.Route;
import org.mobileip.host.Rule;
import org.mobileip.net.Ipv4;
import org.mobileip.net.MacAddress;
import org.mobileip.net.Octets;
import org.mobileip.scenarios.language.Action;
import org.mobileip.scenarios.language.Scenario;
import org.mobileip.scenarios.plan.AddressPlan;
import org.mobileip.scenarios.plan.Configuration;
import org.mobileip.scenarios.sim.machine.Machine;
import org.mobileip.scenarios.sim.machine.Nic;
import org.mobileip.scenarios.sim.machine.Packet;
import org.mobileip.scenarios.sim.machine.Timeline;
import org.mobileip.scenarios.wire.Impairment;
import org.mobileip.time.Tick;
import org.mobileip.wire.ArpPacket;
import org.mobileip.wire.Identification;
import org.mobileip.wire.Lifetime;
import org.mobileip.wire.RegistrationReply;
import org.mobileip.wire.ReplyCode;

/** Each invariant, broken on purpose by a machine that sends what no program of ours would send. */
class InvariantsTest {

    private static final Ipv4 AGENT = Ipv4.parse("10.10.0.1");
    private static final Ipv4 HOME = Ipv4.parse("10.10.0.57");
    private static final Ipv4 NOBODY = Ipv4.parse("192.0.2.77");
    private static final long SECOND = 1_000_000_000L;
    private static final int SEED = 5;

    private static final Scenario VILLAGE = Played.parsed("""
            network home  10.10.0.0/24
            network cafe  192.0.2.0/24
            home-agent ha  on home  address 10.10.0.1
            mobile     mn  home 10.10.0.57
            at 1s  stop
            """);

    @TempDir
    private Path directory = Path.of("");

    private final Timeline timeline = new Timeline();
    private Optional<Plant> built = Optional.empty();
    private Optional<Programs> started = Optional.empty();
    private Optional<Invariants> looking = Optional.empty();

    @BeforeEach
    void build() throws Exception {
        Plant plant = Plant.build(VILLAGE, AddressPlan.of(VILLAGE), timeline, SimRun.EPOCH, SEED);
        Configuration.write(VILLAGE, plant.interfaceNames(), directory, SEED);
        Programs programs = Programs.of(VILLAGE, plant, directory, timeline, SEED, note -> {});
        Invariants invariants = new Invariants(VILLAGE, plant, programs, timeline, SEED, Secrets.in(directory));
        invariants.begin();
        programs.startAll();
        built = Optional.of(plant);
        started = Optional.of(programs);
        looking = Optional.of(invariants);
        run();
    }

    private void run() {
        long until = timeline.nanos() + 2 * SECOND;
        while (timeline.step(until)) {
            // It happens.
        }
    }

    private Machine machine(String node) {
        return built.orElseThrow().machineOf(node);
    }

    private Nic nic(String node) {
        return built.orElseThrow().cable(node, "home").orElseThrow();
    }

    private void send(String node, byte[] frame) {
        machine(node).sendFrame(nic(node), Octets.of(frame));
    }

    /** A packet in a packet; {@code protocol} is that of the inner one. */
    private static byte[] tunnelled(Ipv4 from, Ipv4 to, int protocol) {
        byte[] frame = Packet.create(Packet.IP_IN_IP, from, to, Packet.IP_HEADER + 8);
        int inner = Packet.payload(frame);
        frame[inner] = 0x45;
        frame[inner + 9] = (byte) protocol;
        return frame;
    }

    @Test
    void hold() {
        started.orElseThrow().stopNodes();
        run();
        started.orElseThrow().stopAgents();
        assertThatCode(() -> looking.orElseThrow().checkClean()).doesNotThrowAnyException();
    }

    @Test
    void noticeWhatIsTunnelledWithoutABinding() {
        assertThatThrownBy(() -> send("ha", tunnelled(AGENT, NOBODY, Packet.UDP)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("I4 is broken")
                .hasMessageContaining("seed 5")
                .hasMessageContaining("192.0.2.77");
    }

    @Test
    void noticeASecondEncapsulation() {
        assertThatThrownBy(() -> send("mn", tunnelled(HOME, AGENT, Packet.IP_IN_IP)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("I6 is broken");
    }

    @Test
    void noticeThatSomebodyAnswersForANodeAtHome() {
        Octets claim = ArpPacket.gratuitousRequest(nic("ha").mac(), HOME).encode();
        assertThatThrownBy(() -> machine("ha").sendArp(nic("ha"), MacAddress.BROADCAST, claim))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("I9 is broken");
    }

    @Test
    void noticeAnIdentificationThatIsNotOnTheDiskAndAnOldOneThatIsAccepted() {
        assertThatThrownBy(() -> send("ha", reply(-1)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("I3 is broken")
                .hasMessageContaining("not on the disk");
        assertThatThrownBy(() -> send("ha", reply(-2)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("I2 is broken");
    }

    private static byte[] reply(long identification) {
        return reply(identification, ReplyCode.ACCEPTED);
    }

    @Test
    void noticeADenialOfWhatNobodyAskedFor() {
        // Its deregistration, when it started at home, was 46 octets long (RFC 5944 §3.3, §3.5.2).
        send("ha", reply(1, ReplyCode.MOBILE_NODE_FAILED_AUTHENTICATION));
        send("ha", reply(1, ReplyCode.MOBILE_NODE_FAILED_AUTHENTICATION));
        assertThatThrownBy(() -> send("ha", reply(1, ReplyCode.MOBILE_NODE_FAILED_AUTHENTICATION)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("I7 is broken")
                .hasMessageContaining("10.10.0.57 is sent 14 octets more");
    }

    @Test
    void noticeASecondAnswerToOneQuestion() {
        MacAddress asker = nic("mn").mac();
        Octets one = ArpPacket.reply(nic("ha").mac(), AGENT, asker, HOME).encode();
        Octets other = ArpPacket.reply(MacAddress.parse("02:00:00:00:00:99"), AGENT, asker, HOME)
                .encode();
        machine("ha").sendArp(nic("ha"), asker, one);
        machine("ha").sendArp(nic("ha"), asker, one);
        assertThatThrownBy(() -> machine("ha").sendArp(nic("ha"), asker, other))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("I10 is broken");
    }

    @Test
    void noticeAKeyOnTheWire() throws Exception {
        Octets key = Secrets.in(directory).get(0);
        byte[] frame = Packet.create(Packet.UDP, HOME, AGENT, 8 + 4 + key.size());
        Packet.put16(frame, Packet.payload(frame), 40000);
        Packet.put16(frame, Packet.payload(frame) + 2, 434);
        frame[Packet.payload(frame) + 8] = 1;
        key.copyTo(frame, Packet.payload(frame) + 12);
        assertThatThrownBy(() -> send("mn", frame))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("I12 is broken");
    }

    @Test
    void noticeAKeyInALog() throws Exception {
        Octets key = Secrets.in(directory).get(0);
        started.orElseThrow().node("mn").log().write(Level.INFO, "key={}", key);
        assertThatThrownBy(() -> looking.orElseThrow().checkClean())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("I12 is broken");
    }

    @Test
    void noticeANodeThatDoesNotRegisterThoughNothingIsInItsWay() {
        machine("mn").network().setLinkUp(nic("mn").index(), true);
        built.orElseThrow().roamer("mn").leaveAllBut("cafe");
        built.orElseThrow().roamer("mn").join("cafe");
        Nic deaf = built.orElseThrow().cable("ha", "home").orElseThrow();
        deaf.in().change(Impairment.NONE.with(new Action.LinkChange.Loss(1)));
        assertThatThrownBy(this::run).isInstanceOf(AssertionError.class).hasMessageContaining("I8 is broken");
    }

    /** Its home agent has lost the binding, and nobody has told it. */
    @Test
    void noticeANodeThatCallsItselfRegisteredAndIsNot() {
        machine("mn").network().setLinkUp(nic("mn").index(), true);
        built.orElseThrow().roamer("mn").leaveAllBut("cafe");
        built.orElseThrow().roamer("mn").join("cafe");
        run();
        run(); // Until everybody on the home link has been told.
        HomeAgent agent = started.orElseThrow().agent("ha").engine().orElseThrow();
        agent.handle(new Tick(timeline.nanos()), new Event.Drop(SimRun.EPOCH, "mn", Optional.empty()));
        assertThatThrownBy(this::run)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("I15 is broken")
                .hasMessageContaining("mn calls itself registered from 192.0.2.");
    }

    @Test
    void noticeWhatMultipliesWithoutEnd() {
        for (int i = 0; i <= 1_000_000; i++) {
            timeline.in(60 * SECOND, () -> {});
        }
        assertThatThrownBy(this::run).isInstanceOf(AssertionError.class).hasMessageContaining("I13 is broken");
    }

    private static byte[] reply(long identification, ReplyCode code) {
        Octets reply = new RegistrationReply(
                        code, new Lifetime(60), HOME, AGENT, new Identification(identification), List.of())
                .encode();
        byte[] frame = Packet.create(Packet.UDP, AGENT, HOME, 8 + reply.size());
        Packet.put16(frame, Packet.payload(frame), 434);
        Packet.put16(frame, Packet.payload(frame) + 2, 40000);
        Packet.put16(frame, Packet.payload(frame) + 4, 8 + reply.size());
        reply.copyTo(frame, Packet.payload(frame) + 8);
        Packet.sumTransport(frame);
        return frame;
    }

    @Test
    void noticeARuleThatIsLeftBehind() {
        started.orElseThrow().stopNodes();
        run();
        Rule left = new Rule(5200, Optional.empty(), OptionalInt.empty(), Route.TABLE_MAIN, OptionalInt.empty(), 78);
        machine("mn").network().addRule(left);
        assertThatThrownBy(() -> looking.orElseThrow().checkClean())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("I11 is broken")
                .hasMessageContaining("mn");
    }
}
