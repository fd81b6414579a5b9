package org.mobileip.homeagent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.homeagent.Village.ASSOCIATION;
import static org.mobileip.homeagent.Village.CAFE;
import static org.mobileip.homeagent.Village.CO_LOCATED;
import static org.mobileip.homeagent.Village.HOME;
import static org.mobileip.homeagent.Village.TRAIN;
import static org.mobileip.homeagent.Village.arrives;
import static org.mobileip.homeagent.Village.at;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mobileip.auth.SecurityAssociations;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.Octets;
import org.mobileip.wire.AuthenticationExtension.Kind;
import org.mobileip.wire.Identification;
import org.mobileip.wire.Lifetime;
import org.mobileip.wire.RegistrationRequest;

/** Who is reached where, and whose networks are forwarded, while bindings come and go. */
class BindingTableTest {

    private static final Ipv4Prefix ONE = Ipv4Prefix.parse("10.20.3.0/24");
    private static final Ipv4Prefix TWO = Ipv4Prefix.parse("192.168.16.0/20");
    private static final String ASK_ONE = "9406 00 18 0a140300";
    private static final String ASK_BOTH = ASK_ONE + "9406 00 14 c0a81000";
    private static final Ipv4 OTHER = Ipv4.parse("10.1.1.12");
    private static final AuthorizedNode ROUTER = Village.LAPTOP.withNetworks(List.of(ONE, TWO));

    private final BindingTable table = new BindingTable();

    /** What a home agent makes of that request of a node at {@code careOf}. */
    private static Binding binding(AuthorizedNode node, Ipv4 home, Ipv4 careOf, String extensions) {
        HomeAgent agent = Village.agent(Village.settings(Village.GRANTS, false, List.of(), node));
        Identification now = Village.identification(0);
        RegistrationRequest request =
                new RegistrationRequest(CO_LOCATED, new Lifetime(60), home, Village.AGENT, careOf, now, List.of());
        Octets signed = ASSOCIATION.sign(request.encode().plus(Octets.ofHex(extensions)), Kind.MOBILE_HOME);
        agent.handle(at(0), arrives(0, careOf, signed));
        return agent.bindings().get(0);
    }

    private static Binding laptopAt(Ipv4 careOf) {
        return binding(ROUTER, HOME, careOf, ASK_BOTH);
    }

    private static Binding neighbourAt(Ipv4 careOf) {
        AuthorizedNode neighbour =
                AuthorizedNode.at(OTHER, "neighbour", SecurityAssociations.of(ASSOCIATION), Village.TIMESTAMPS);
        return binding(neighbour, OTHER, careOf, "");
    }

    @Test
    void knowsAnAddressForACareOfAddressWhileAnybodyIsReachedThere() {
        assertThat(table.isCareOfAddress(CAFE)).isFalse();
        table.put(laptopAt(CAFE), true);
        table.put(neighbourAt(CAFE), true);
        assertThat(table.isCareOfAddress(CAFE)).isTrue();
        assertThat(table.isCareOfAddress(TRAIN)).isFalse();
        table.remove(HOME, CAFE);
        assertThat(table.isCareOfAddress(CAFE)).as("the neighbour is there").isTrue();
        table.remove(OTHER, CAFE);
        assertThat(table.isCareOfAddress(CAFE)).isFalse();
    }

    @Test
    void countsARenewalForTheSameNodeAtTheSamePlace() {
        table.put(laptopAt(CAFE), true);
        table.put(laptopAt(CAFE), true);
        table.put(laptopAt(CAFE), true);
        assertThat(table.size()).isEqualTo(1);
        table.remove(HOME, CAFE);
        assertThat(table.isCareOfAddress(CAFE)).isFalse();
        assertThat(table.size()).isZero();
    }

    /** RFC 5177 §6.3: a network belongs to one node, for as long as that is bound anywhere, and asks for it. */
    @Test
    void knowsWhoseANetworkIsUntilThatNodeHasNoBindingLeft() {
        table.put(laptopAt(CAFE), true);
        table.put(laptopAt(TRAIN), true);
        assertThat(table.holderOf(ONE)).contains(HOME);
        table.remove(HOME, CAFE);
        assertThat(table.holderOf(ONE)).as("still at the other place").contains(HOME);
        table.remove(HOME, TRAIN);
        assertThat(table.holderOf(ONE)).isEmpty();
        assertThat(table.holderOf(TWO)).isEmpty();
    }

    @Test
    void givesANetworkUpThatTheNodeDoesNotAskForAnyMore() {
        table.put(laptopAt(CAFE), true);
        table.put(binding(ROUTER, HOME, CAFE, ASK_ONE), true);
        assertThat(table.holderOf(ONE)).contains(HOME);
        assertThat(table.holderOf(TWO)).isEmpty();
    }

    /** RFC 5944 §3.8.2.2: without the S bit the others go, and with them what they counted for. */
    @Test
    void forgetsTheOtherPlacesOfANodeThatKeepsNone() {
        table.put(laptopAt(CAFE), true);
        table.put(laptopAt(TRAIN), false);
        assertThat(table.careOfAddresses(HOME)).containsExactly(TRAIN);
        assertThat(table.size()).isEqualTo(1);
        assertThat(table.isCareOfAddress(CAFE)).isFalse();
        assertThat(table.takeExpired(at(60))).extracting(Binding::careOf).containsExactly(TRAIN);
        assertThat(table.holderOf(ONE)).isEmpty();
    }

    @Test
    void aRenewalEndsLaterAndKeepsItsPlace() {
        table.put(laptopAt(CAFE), true);
        table.put(laptopAt(TRAIN), true);
        table.put(laptopAt(CAFE), true);
        assertThat(table.careOfAddresses(HOME)).containsExactly(CAFE, TRAIN);
        assertThat(table.nextDeadline()).isEqualTo(at(60));
    }

    @Test
    void allOfThemAreInTheOrderOfHomeAddresses() {
        table.put(neighbourAt(TRAIN), true);
        table.put(laptopAt(TRAIN), true);
        table.put(laptopAt(CAFE), true);
        assertThat(table.all()).extracting(Binding::home).isSorted();
        assertThat(table.all().stream().filter(each -> each.home().equals(HOME)).map(Binding::careOf))
                .containsExactly(TRAIN, CAFE);
    }
}
