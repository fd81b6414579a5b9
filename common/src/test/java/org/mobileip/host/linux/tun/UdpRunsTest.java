package org.mobileip.host.linux.tun;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mobileip.host.linux.Errno;
import org.mobileip.host.linux.NativeBuffer;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.net.TunnelPath;
import org.mobileip.net.UdpEnd;
import org.mobileip.testing.ManualTicker;
import org.mobileip.tunnel.HomeAgentEnd;
import org.mobileip.tunnel.SegmentLimit;

/** Which packets of tunnels within UDP the kernel is given together to cut them itself, and what if it refuses. */
class UdpRunsTest {

    private static final Ipv4 HOME = Ipv4.parse("10.10.0.57");
    private static final Ipv4 OTHER_HOME = Ipv4.parse("10.10.0.58");
    private static final Ipv4 AGENT = Ipv4.parse("10.10.0.1");
    private static final Ipv4 CAFE = Ipv4.parse("192.0.2.44");
    private static final Ipv4 CORRESPONDENT = Ipv4.parse("172.16.0.9");
    private static final Octets NO_OFFLOAD = Octets.ofHex("00".repeat(10));

    /** RFC 3519 section 3.3: a tunnel data message around IP. */
    private static final Octets TUNNEL_DATA = Octets.ofHex("04040000");

    private final HomeAgentEnd agent = new HomeAgentEnd(new ManualTicker(), 1);
    private final FakePorts ports = new FakePorts();
    private final Kernel kernel = new Kernel();
    private final List<Throwable> faults = new ArrayList<>();
    private final OutboundPath outbound = new OutboundPath(
            ports,
            agent,
            OneByOne.sending(ports::send, 9),
            exit -> 1500,
            ErrorSender.toNetwork((buffer, offset, length, to) -> length),
            SegmentLimit.NONE);

    /** What the kernel was given, a list for each call, and with which header; it may refuse. */
    private static final class Kernel implements PacketPorts.Segments {

        private final List<List<Octets>> calls = new ArrayList<>();
        private final List<String> headers = new ArrayList<>();
        private List<Octets> now = new ArrayList<>();
        private int refusal;

        @Override
        public int port() {
            return 434;
        }

        @Override
        public void clear() {
            now = new ArrayList<>();
        }

        @Override
        public void add(NativeBuffer buffer, int offset, int length) {
            now.add(buffer.octets(offset, length));
        }

        @Override
        public int send(int source, int destination, int destinationPort, int typeOfService, int timeToLive, int link) {
            calls.add(now);
            headers.add(new Ipv4(source) + " " + new Ipv4(destination) + ":" + destinationPort + " tos " + typeOfService
                    + " ttl " + timeToLive + " link " + link);
            return refusal != 0 ? refusal : now.stream().mapToInt(Octets::size).sum();
        }
    }

    @BeforeEach
    void isBehindANatAndWasSentSomething() {
        agent.forward(HOME, AGENT, List.of(TunnelPath.to(CAFE).within(UdpEnd.at(41023))));
        outbound.sendsRunsBy(kernel, faults::add);
        ports.toRead.add(NO_OFFLOAD.plus(ping(HOME, 60)));
        outbound.step();
        ports.written.clear();
    }

    private static Octets ping(Ipv4 to, int length) {
        return Packets.ping(CORRESPONDENT, to, 0, Packets.DONT_FRAGMENT, length);
    }

    private void send(Octets... datagrams) {
        for (Octets datagram : datagrams) {
            ports.toRead.add(
                    datagram.equals(BatchesTest.LONG)
                            ? BatchesTest.TCP_OFFLOAD.plus(datagram)
                            : NO_OFFLOAD.plus(datagram));
        }
        outbound.step();
    }

    @Test
    void segmentsOfOneDatagramGoWithOneCallWithoutTheirOuterHeaders() {
        send(BatchesTest.LONG);
        assertThat(kernel.calls)
                .containsExactly(
                        BatchesTest.SEGMENTS.stream().map(TUNNEL_DATA::plus).toList());
        assertThat(kernel.headers).containsExactly("10.10.0.1 192.0.2.44:41023 tos 2 ttl 64 link 0");
        assertThat(ports.written).isEmpty();
        assertThat(agent.counters(HOME).orElseThrow().encapsulatedPackets()).isEqualTo(4);
    }

    @Test
    void aShorterOneEndsARunAndALongerOneIsNotInIt() {
        send(ping(HOME, 20), ping(HOME, 20), ping(HOME, 10), ping(HOME, 10), ping(HOME, 30), ping(HOME, 8));
        assertThat(kernel.calls.stream().map(call -> call.stream()
                        .map(octets -> octets.size() - TUNNEL_DATA.size() - 28)
                        .toList()))
                .containsExactly(List.of(20, 20, 10), List.of(30, 8));
        assertThat(ports.written).hasSize(1);
    }

    @Test
    void whatMayBeCutOnTheWayOrGoesAnotherWayIsInNoRun() {
        agent.forward(OTHER_HOME, AGENT, List.of(TunnelPath.to(CAFE).within(UdpEnd.at(41024))));
        send(ping(OTHER_HOME, 60));
        ports.written.clear();
        send(
                ping(HOME, 20),
                ping(OTHER_HOME, 20),
                ping(HOME, 20),
                Packets.ping(CORRESPONDENT, HOME, 0, 0, 20),
                Packets.ping(CORRESPONDENT, HOME, 0, 0, 20));
        assertThat(kernel.calls).isEmpty();
        assertThat(ports.written).hasSize(5);
    }

    @Test
    void whereTheWayOutCannotCutTheyGoOneByOneFromThenOnWhichIsSaidOnce() {
        kernel.refusal = -Errno.EIO;
        send(BatchesTest.LONG);
        assertThat(ports.written.stream().map(outer -> outer.slice(32)))
                .containsExactlyElementsOf(BatchesTest.SEGMENTS);
        assertThat(agent.counters(HOME).orElseThrow().encapsulatedPackets()).isEqualTo(4);
        assertThat(faults).hasSize(1);
        assertThat(faults.get(0)).hasMessageContaining("UDP_SEGMENT");
        kernel.refusal = 0;
        send(BatchesTest.LONG);
        assertThat(kernel.calls).hasSize(1);
        assertThat(ports.written).hasSize(6);
        assertThat(faults).hasSize(1);
    }

    /** EINVAL also says that a segment is longer than the link takes: then one by one is refused, too, and no reason to give up. */
    @Test
    void whatIsRefusedOneByOneTooIsNoReasonNotToTryAgain() {
        kernel.refusal = -Errno.EINVAL;
        ports.writeError = -Errno.ENOBUFS;
        send(BatchesTest.LONG);
        assertThat(outbound.counters().dropped()).isEqualTo(3);
        kernel.refusal = 0;
        ports.writeError = 0;
        send(BatchesTest.LONG);
        assertThat(kernel.calls.get(kernel.calls.size() - 1)).hasSize(3);
        assertThat(ports.written).isEmpty();
        assertThat(faults).isEmpty();
    }

    @Test
    void aQueueThatIsFullIsNoReasonEither() {
        kernel.refusal = -Errno.EAGAIN;
        send(BatchesTest.LONG);
        assertThat(ports.written).hasSize(3);
        kernel.refusal = 0;
        send(BatchesTest.LONG);
        assertThat(kernel.calls).hasSize(2);
        assertThat(faults).isEmpty();
    }
}
