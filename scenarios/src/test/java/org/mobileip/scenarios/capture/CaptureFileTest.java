package org.mobileip.scenarios.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;

/** Wireshark reads what we write: it was not made by us, so it is the judge. */
class CaptureFileTest {

    private static final CaptureInterface HOME = new CaptureInterface("mn", "home", "the home network");
    private static final CaptureInterface CAFE = new CaptureInterface("mn", "cafe", "a café, NAT and all");
    private static final long NOON = 1_795_521_600_000_000_000L;

    /** An ARP request for 10.10.0.57 by 10.10.0.1, made by hand after RFC 826. */
    private static final Octets ARP = Octets.ofHex(
            "ffffffffffff 020000000001 0806" + "0001 0800 06 04 0001 020000000001 0a0a0001 000000000000 0a0a0039");

    /** An empty UDP datagram from 192.0.2.44 port 5000 to 10.10.0.1 port 5001, made by hand after RFC 791 and RFC 768. */
    private static final Octets UDP = Octets.ofHex(
            "020000000001 020000000002 0800" + "4500001c00004000 40110000 c000022c 0a0a0001 1388 1389 0008 0000");

    private Path directory;

    @BeforeEach
    void wiresharkIsThere(@TempDir Path empty) {
        directory = empty;
        Tshark.assumeInstalled();
    }

    @Test
    void mergesTheFramesOfAllInterfacesInTheOrderOfTheirTimes() throws IOException {
        Path file = write(Map.of());
        assertThat(Tshark.fields(file, "frame", "frame.interface_name", "frame.time_epoch", "_ws.col.Protocol"))
                .containsExactly(
                        "mn:home\t1795521600.000000001\tARP",
                        "mn:cafe\t1795521600.000000002\tUDP",
                        "mn:home\t1795521600.000000003\tARP");
    }

    @Test
    void describesEveryInterfaceEvenWithoutFrames() throws IOException {
        Path file = write(Map.of());
        assertThat(Tshark.run(List.of("capinfos", "-I", "-c", "-t", file.toString())).stream()
                        .map(String::strip))
                .contains(
                        "Number of interfaces in file: 3",
                        "Name = mn:home",
                        "Name = mn:cafe",
                        "Description = a café, NAT and all",
                        "Name = ha:home",
                        "Time resolution = 0x09",
                        "Number of packets:   3",
                        "File type:           Wireshark/... - pcapng");
    }

    @Test
    void namesTheHosts() throws IOException {
        Path file = write(Map.of());
        assertThat(Tshark.run(List.of(
                        "tshark",
                        "-Nn",
                        "-r",
                        file.toString(),
                        "-Y",
                        "udp",
                        "-T",
                        "fields",
                        "-e",
                        "ip.src_host",
                        "-e",
                        "ip.dst_host")))
                .containsExactly("mn.cafe\tha");
    }

    @Test
    void commentsOnTheFramesThatMatter() throws IOException {
        Path file = write(Map.of(new FrameId(HOME, 1), List.of("move 1: first packet", "second remark")));
        assertThat(Tshark.fields(file, "frame.comment", "frame.number", "frame.comment"))
                .containsExactly("3\tmove 1: first packet,second remark");
    }

    @Test
    void takesFurtherCommentsWhenItIsWritten() throws IOException {
        Path file = write(Map.of(new FrameId(HOME, 1), List.of("move 1: first packet")));
        CaptureNotes.add(
                file, Map.of(2, List.of("a late one"), 3, List.of("expectation on line 20 failed here", "so")));
        assertThat(Tshark.fields(file, "frame.comment", "frame.number", "frame.comment"))
                .containsExactly("2\ta late one", "3\texpectation on line 20 failed here,so,move 1: first packet");
        assertThat(Tshark.fields(file, "frame", "frame.interface_name", "frame.time_epoch", "_ws.col.Protocol"))
                .hasSize(3)
                .contains("mn:cafe\t1795521600.000000002\tUDP");
    }

    @Test
    void isLeftAsItIsWhereThereIsNothingToSay() throws IOException {
        Path file = write(Map.of());
        byte[] before = Files.readAllBytes(file);
        CaptureNotes.add(file, Map.of());
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        CaptureNotes.add(file, Map.of(99, List.of("nowhere")));
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @Test
    void tellsTheLengthOnTheWireOfAFrameThatWasCutAndItsDirection() throws IOException {
        Path file = write(Map.of());
        assertThat(Tshark.fields(file, "udp", "frame.len", "frame.cap_len", "frame.packet_flags_direction"))
                .containsExactly("1500\t42\t0x00000002");
    }

    @Test
    void countsWhatDoesNotFit() throws IOException {
        try (FrameSpool spool = new FrameSpool(HOME, directory.resolve("spool"), 60)) {
            assertThat(spool.add(arp(1))).isZero();
            assertThat(spool.add(arp(2))).isEqualTo(-1);
            assertThat(spool.kept()).isEqualTo(1);
            assertThat(spool.dropped()).isEqualTo(1);
        }
    }

    private Path write(Map<FrameId, List<String>> comments) throws IOException {
        FrameSpool home = new FrameSpool(HOME, directory.resolve("home"), 1 << 20);
        FrameSpool cafe = new FrameSpool(CAFE, directory.resolve("cafe"), 1 << 20);
        FrameSpool quiet = new FrameSpool(
                new CaptureInterface("ha", "home", "the home link"), directory.resolve("quiet"), 1 << 20);
        List<FrameSpool> spools = List.of(home, cafe, quiet);
        home.add(arp(1));
        cafe.add(new CapturedFrame(NOON + 2, true, UDP, 1500));
        home.add(arp(3));
        for (FrameSpool spool : spools) {
            spool.close();
        }
        Map<Ipv4, String> names = Map.of(Ipv4.parse("192.0.2.44"), "mn.cafe", Ipv4.parse("10.10.0.1"), "ha");
        Path file = directory.resolve("packets.pcapng");
        new CaptureFile("scenarios 0.1.0", "scenario \"A test\"", names, comments).write(file, spools);
        assertThat(Files.size(file)).isPositive();
        return file;
    }

    private static CapturedFrame arp(int nanos) {
        return new CapturedFrame(NOON + nanos, false, ARP, ARP.size());
    }
}
