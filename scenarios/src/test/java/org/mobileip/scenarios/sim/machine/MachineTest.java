package org.mobileip.scenarios.sim.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.mobileip.host.NetworkChange;
import org.mobileip.host.Route;
import org.mobileip.host.Rule;
import org.mobileip.net.Endpoint;
import org.mobileip.net.InterfaceAddress;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.MacAddress;
import org.mobileip.net.Octets;
import org.mobileip.wire.ArpPacket;

/** What a simulated kernel does with packets, held against what Linux and the RFCs say. */
class MachineTest {

    private final Lab lab = new Lab();

    @Test
    void handsADatagramOnWithOneHopLess() {
        List<Endpoint> senders = Lab.senders(lab.right, 7);
        assertThat(lab.send(lab.left, 5000, Lab.RIGHT, 7, 4)).isTrue();
        lab.run(1);
        assertThat(senders).containsExactly(new Endpoint(Lab.LEFT, 5000));
        // Version 4, 20 octets; 32 in all; identification 1, DF; time to live 63; UDP; the checksums as a few lines of
        // Python have them.
        assertThat(Lab.datagrams(lab.atRight))
                .containsExactly(
                        "4500002000014000" + "3f1124c9" + "0a0001020a000202" + "13880007000cd543" + "00000000");
    }

    @Test
    void asksForANeighbourOnlyOnce() {
        lab.send(lab.left, 5000, Lab.RIGHT, 7, 4);
        lab.send(lab.left, 5000, Lab.RIGHT, 7, 4);
        lab.run(1);
        lab.send(lab.left, 5000, Lab.RIGHT, 7, 4);
        lab.run(1);
        assertThat(lab.atLeft.stream().filter(Packet::isArp)).hasSize(1);
    }

    @Test
    void saysThatNobodyAnswersAfterThreeRequests() {
        lab.send(lab.left, 5000, Ipv4.parse("10.0.2.99"), 7, 4);
        lab.run(2);
        assertThat(errors()).isEmpty();
        lab.run(2);
        assertThat(lab.atRight.stream().filter(Packet::isArp)).hasSize(3);
        // Destination unreachable, host unreachable (RFC 792).
        assertThat(errors()).containsExactly("0301");
    }

    private List<String> errors() {
        return lab.atLeft.stream()
                .filter(Packet::isIcmp)
                .map(frame -> Octets.of(frame, Packet.payload(frame), 2).toString())
                .toList();
    }

    @Test
    void saysThatAPortIsNobodys() {
        lab.send(lab.left, 5000, Lab.RIGHT, 9, 4);
        lab.run(1);
        assertThat(errors()).containsExactly("0303");
    }

    @Test
    void saysWhatTheNextLinkTakes() {
        lab.router.network().setMtu(lab.outside.index(), 700);
        List<Endpoint> senders = Lab.senders(lab.right, 7);
        lab.send(lab.left, 5000, Lab.RIGHT, 7, 1000);
        lab.run(1);
        byte[] error = lab.atLeft.stream().filter(Packet::isIcmp).findFirst().orElseThrow();
        // Fragmentation needed; unused; next-hop MTU 700 (RFC 1191 §4).
        assertThat(Octets.of(error, Packet.payload(error), 2).toString()).isEqualTo("0304");
        assertThat(Octets.of(error, Packet.payload(error) + 4, 4).toString()).isEqualTo("000002bc");
        assertThat(senders).isEmpty();
        // From then on the sender cuts what does not fit, and the receiver puts it together.
        lab.send(lab.left, 5000, Lab.RIGHT, 7, 1000);
        lab.run(1);
        assertThat(senders).hasSize(1);
        assertThat(Lab.datagrams(lab.atRight)).hasSize(2);
    }

    @Test
    void answersAPing() {
        List<Integer> sequences = new ArrayList<>();
        lab.left.sockets().bindEcho(77, (link, frame) -> sequences.add(Packet.u16(frame, Packet.payload(frame) + 6)));
        lab.left.sockets().sendEcho(Lab.LEFT, Lab.RIGHT, 77, 3, 56);
        lab.run(1);
        assertThat(sequences).containsExactly(3);
    }

    @Test
    void followsAGratuitousAnnouncementOfWhomItKnows() {
        lab.send(lab.left, 5000, Lab.RIGHT, 9, 4);
        lab.run(1);
        MacAddress other = MacAddress.parse("02:00:00:00:00:77");
        lab.router.sendArp(
                lab.inside,
                MacAddress.BROADCAST,
                ArpPacket.gratuitousRequest(other, Lab.INSIDE).encode());
        lab.run(1);
        assertThat(lab.left.network().neighbour(lab.leftNic.index(), Lab.INSIDE))
                .contains(other);
        Ipv4 stranger = Ipv4.parse("10.0.1.50");
        lab.router.sendArp(
                lab.inside,
                MacAddress.BROADCAST,
                ArpPacket.gratuitousRequest(other, stranger).encode());
        lab.run(1);
        assertThat(lab.left.network().neighbour(lab.leftNic.index(), stranger)).isEmpty();
    }

    @Test
    void answersForAddressesOfOtherLinksUnlessToldNotTo() {
        lab.left.network().addAddress(lab.leftNic.index(), InterfaceAddress.parse("10.9.9.9/32"));
        Nic other = lab.left.addNic("eth9", new MacAddress(0x0200_0000_0009L), 1500, new Segment(), 9);
        lab.left.network().addAddress(other.index(), InterfaceAddress.parse("10.8.8.8/32"));
        ArpPacket question = ArpPacket.request(lab.inside.mac(), Lab.INSIDE, Ipv4.parse("10.8.8.8"));
        List<byte[]> answers = new ArrayList<>();
        lab.inside.tap((frame, outbound) -> answers.add(frame));
        lab.router.sendArp(lab.inside, MacAddress.BROADCAST, question.encode());
        lab.run(1);
        assertThat(answers).hasSize(2);
        lab.left.set("eth1", Machine.ARP_IGNORE, 1);
        lab.router.sendArp(lab.inside, MacAddress.BROADCAST, question.encode());
        lab.run(1);
        assertThat(answers).hasSize(3);
    }

    @Test
    void looksInTheTablesThatTheRulesName() {
        Tables tables = new Tables();
        Ipv4Prefix all = Ipv4Prefix.ALL;
        tables.routes.add(route(all, 2, Route.TABLE_MAIN));
        tables.routes.add(route(Ipv4Prefix.parse("192.0.2.0/24"), 2, Route.TABLE_MAIN));
        tables.routes.add(route(all, 9, 5210));
        tables.rules.add(rule(5200, OptionalInt.of(0x4d49), Route.TABLE_MAIN, OptionalInt.empty()));
        tables.rules.add(rule(5203, OptionalInt.empty(), Route.TABLE_MAIN, OptionalInt.of(0)));
        tables.rules.add(rule(5204, OptionalInt.empty(), 5210, OptionalInt.empty()));
        tables.forget();
        assertThat(linkTo(tables, "203.0.113.1", 0x4d49)).as("marked").isEqualTo(2);
        assertThat(linkTo(tables, "203.0.113.1", 0)).as("into the tunnel").isEqualTo(9);
        assertThat(linkTo(tables, "192.0.2.7", 0)).as("a neighbour").isEqualTo(2);
    }

    private static int linkTo(Tables tables, String destination, int mark) {
        return tables.find(new Tables.Question(Ipv4.parse(destination).bits(), 0, mark, 0))
                .map(Route::linkIndex)
                .orElse(0);
    }

    private static Route route(Ipv4Prefix destination, int link, int table) {
        return new Route(destination, Optional.empty(), link, Optional.empty(), table, 4, 0);
    }

    private static Rule rule(int priority, OptionalInt mark, int table, OptionalInt suppressed) {
        return new Rule(priority, Optional.empty(), mark, table, suppressed, 78);
    }

    @Test
    void takesTheRoutesOfAnInterfaceAwayWithItsLastAddress() {
        lab.left.network().removeAddress(lab.leftNic.index(), InterfaceAddress.parse("10.0.1.2/24"));
        assertThat(lab.left.network().routes()).isEmpty();
        assertThat(lab.send(lab.left, 5000, Lab.RIGHT, 7, 4)).isFalse();
    }

    @Test
    void tellsOfAllChangesOfAMomentAtOnce() {
        lab.run(1);
        List<List<NetworkChange>> told = new ArrayList<>();
        lab.left.watch(told::add);
        lab.leftNic.setCarrier(false);
        lab.left.network().addAddress(lab.leftNic.index(), InterfaceAddress.parse("10.7.7.7/24"));
        lab.run(1);
        assertThat(told).hasSize(1);
        assertThat(told.get(0))
                .extracting(change -> change.getClass().getSimpleName())
                .containsExactly("LinkChanged", "AddressAdded", "RouteAdded");
    }
}
