package org.mobileip.mobilenode.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.testing.NetnsSupport.ip;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mobileip.host.linux.NetworkNamespace;
import org.mobileip.host.linux.PacketSocket;
import org.mobileip.host.linux.PollSet;
import org.mobileip.net.MacAddress;
import org.mobileip.net.Octets;
import org.mobileip.testing.NetnsSupport;

/** One machine, two virtual wires: interface 11 to 12, and 21 to 22. */
@Tag("netns")
class LinkSocketsNetnsTest {

    private static final int TYPE = 0x88b5;

    private NetworkNamespace machine;
    private LinkSockets sockets;

    @BeforeEach
    void connect() {
        NetnsSupport.assumeAvailable();
        machine = NetworkNamespace.create("links");
        for (int link : List.of(11, 21)) {
            addWire(link);
        }
        sockets = new LinkSockets(link ->
                PacketSocket.open(link, TYPE, PacketSocket.Kind.COOKED, PacketSocket.Options.PLAIN.withoutOutgoing()));
    }

    private void addWire(int link) {
        ip(machine, "link add a%d index %d type veth peer name b%d index %d".formatted(link, link, link, link + 1));
        ip(machine, "link set a%d up".formatted(link));
        ip(machine, "link set b%d up".formatted(link));
    }

    @AfterEach
    void close() {
        if (machine != null) {
            sockets.close();
            machine.close();
        }
    }

    private void hear(Integer... links) {
        machine.run(() -> sockets.hear(Set.of(links)));
    }

    /** The interfaces that packet sockets of the machine are bound to, as the kernel shows them (packet(7)): column "Iface". */
    private List<String> heard() {
        return PacketSockets.of(machine).stream()
                .map(PacketSockets.Row::link)
                .sorted()
                .toList();
    }

    private int framesFrom(int far) {
        machine.run(() -> {
            try (PacketSocket sender = PacketSocket.sender(TYPE, PacketSocket.Kind.COOKED)) {
                sender.send(far, MacAddress.BROADCAST, Octets.ofHex("c0ffee"));
            }
        });
        new PollSet(sockets.all().stream().map(PacketSocket::fd).toList()).await(0);
        return (int) sockets.all().stream()
                .filter(each -> each.receive().isPresent())
                .count();
    }

    @Test
    void hearsTheLinksItIsToldAndNoOthers() {
        hear(11);
        assertThat(heard()).containsExactly("11");
        assertThat(framesFrom(22)).isZero();
        assertThat(framesFrom(12)).isOne();
        hear(11, 21);
        assertThat(framesFrom(22)).isOne();
    }

    @Test
    void whatHeardALinkThatIsGoneHearsTheNextOne() {
        hear(11, 21);
        ip(machine, "link del a11");
        hear(21);
        addWire(31);
        hear(21, 31);
        assertThat(sockets.all()).hasSize(2);
        assertThat(heard()).containsExactly("21", "31");
        framesFrom(32); // That the link was gone is what it says first.
        assertThat(framesFrom(32)).isOne();
    }

    @Test
    void aLinkThatIsGoneBeforeItIsHeardIsLeftOut() {
        hear(99, 11);
        assertThat(heard()).containsExactly("11");
    }
}
