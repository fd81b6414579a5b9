package org.mobileip.scenarios.sim.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;

/** Address translation between the two sides of the lab's router. */
class NatTest {

    private final Lab lab = new Lab();
    private final Nat nat = new Nat(lab.router, lab.outside, Lab.OUTSIDE, 1);
    private final List<Endpoint> atRight = Lab.senders(lab.right, 7);
    private final List<Endpoint> atLeft = Lab.senders(lab.left, 5000);

    private Endpoint talk() {
        lab.send(lab.left, 5000, Lab.RIGHT, 7, 4);
        lab.run(1);
        return atRight.get(atRight.size() - 1);
    }

    private void answer(Endpoint to) {
        lab.right.sockets().sendUdp(new Endpoint(Lab.RIGHT, 7), to, Octets.of(new byte[4]), 0, 0);
        lab.run(1);
    }

    @Test
    void showsItsOwnAddressAndBringsTheAnswerBack() {
        Endpoint seen = talk();
        assertThat(seen.address()).isEqualTo(Lab.OUTSIDE);
        answer(seen);
        assertThat(atLeft).containsExactly(new Endpoint(Lab.RIGHT, 7));
        assertThat(talk()).isEqualTo(seen);
    }

    @Test
    void letsNothingInThatNobodyAskedFor() {
        Endpoint seen = talk();
        answer(new Endpoint(Lab.OUTSIDE, seen.port() ^ 1));
        lab.right.sockets().sendUdp(new Endpoint(Lab.RIGHT, 8), seen, Octets.of(new byte[4]), 0, 0);
        lab.run(1);
        assertThat(atLeft).isEmpty();
    }

    @Test
    void takesAnotherPortAfterItHasForgotten() {
        Endpoint before = talk();
        nat.rebind();
        answer(before);
        assertThat(atLeft).isEmpty();
        assertThat(talk()).isNotEqualTo(before);
    }

    @Test
    void forgetsWhatIsNotUsed() {
        Endpoint seen = talk();
        lab.run(31);
        answer(seen);
        assertThat(atLeft).as("never answered within 30 s").isEmpty();
        Endpoint again = talk();
        answer(again);
        lab.run(100);
        answer(again);
        assertThat(atLeft).as("answered: two minutes").hasSize(2);
    }

    @Test
    void translatesPings() {
        List<Integer> answers = new ArrayList<>();
        lab.left.sockets().bindEcho(77, (link, frame) -> answers.add(Packet.u16(frame, Packet.payload(frame) + 6)));
        lab.left.sockets().sendEcho(Lab.LEFT, Lab.RIGHT, 77, 9, 8);
        lab.run(1);
        assertThat(answers).containsExactly(9);
    }

    @Test
    void bringsAnErrorToWhomItIsAbout() {
        lab.right.sockets().closeUdp(7);
        List<Ipv4> about = new ArrayList<>();
        lab.left.sockets().onError(frame -> about.add(new Ipv4(Packet.i32(frame, Packet.payload(frame) + 8 + 12))));
        lab.send(lab.left, 5000, Lab.RIGHT, 7, 4);
        lab.run(1);
        assertThat(about).as("the source that the quoted datagram has").containsExactly(Lab.LEFT);
    }

    @Test
    void keepsManyTalksApart() {
        talk();
        for (int port = 6000; port < 6200; port++) {
            lab.send(lab.left, port, Lab.RIGHT, 7, 4);
        }
        lab.run(1);
        assertThat(atRight).hasSize(201);
        assertThat(new HashSet<>(atRight)).hasSize(201);
    }
}
