package org.mobileip.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.mobilenode.Lab.CAFE;
import static org.mobileip.mobilenode.Lab.CAFE_LINK;
import static org.mobileip.mobilenode.Lab.OFFICE;
import static org.mobileip.mobilenode.Lab.OFFICE_LINK;
import static org.mobileip.mobilenode.Lab.address;
import static org.mobileip.mobilenode.Lab.defaultRoute;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mobileip.host.HomeTunnel;
import org.mobileip.host.Link;
import org.mobileip.host.LinkAddress;
import org.mobileip.host.NetworkChange;
import org.mobileip.net.InterfaceAddress;
import org.mobileip.net.Ipv4;

/** What DHCP, a person and a bad afternoon do to the addresses of a link, in whatever order the kernel tells of it. */
class AddressChangesTest {

    private static final Ipv4 OTHER = Ipv4.parse("192.0.2.45");

    private final Lab lab = new Lab();

    private void isAtTheCafe() {
        lab.start();
        lab.arriveAtCafe();
        lab.accept(600);
        lab.pass(Duration.ofSeconds(20));
    }

    private static NetworkChange gone(Ipv4 address) {
        return new NetworkChange.AddressRemoved(new LinkAddress(CAFE_LINK, new InterfaceAddress(address, 24)));
    }

    private Ipv4 careOf() {
        return lab.node.status().attachment() instanceof Attachment.Away away ? away.careOf() : Ipv4.UNSPECIFIED;
    }

    /** The kernel tells of the address again whenever its lease is renewed. */
    @Test
    void aLeaseThatIsRenewedIsNoNews() {
        isAtTheCafe();
        assertThat(lab.change(address(CAFE_LINK, CAFE))).isEmpty();
        assertThat(lab.change(address(CAFE_LINK, CAFE), defaultRoute(CAFE_LINK, 100)))
                .isEmpty();
        assertThat(lab.node.status().registered()).isTrue();
    }

    @Test
    void anotherAddressIsRegisteredAtOnceWhenTheFirstGoes() {
        isAtTheCafe();
        assertThat(lab.requests(lab.change(address(CAFE_LINK, OTHER)))).isEmpty();
        assertThat(careOf()).isEqualTo(CAFE);
        List<Effect> effects = lab.change(gone(CAFE));
        assertThat(lab.request().careOf()).isEqualTo(OTHER);
        assertThat(lab.node.status().registered())
                .as("until the home agent has answered")
                .isFalse();
        assertThat(Lab.only(Effect.UseTunnel.class, effects))
                .extracting(Effect.UseTunnel::tunnel)
                .extracting(HomeTunnel::careOf)
                .containsExactly(OTHER);
        lab.accept(600);
        assertThat(lab.node.status().registered()).isTrue();
        assertThat(lab.requests(lab.passSlowly(Duration.ofSeconds(400)))).isEmpty();
    }

    /** With the last address of a link the kernel drops its routes. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 19, 21, 5000})
    void anotherAddressThatComesSomeMillisecondsAfterTheFirstHasGoneIsRegisteredAtOnce(int millis) {
        isAtTheCafe();
        List<Effect> meanwhile = new ArrayList<>(lab.change(gone(CAFE)));
        meanwhile.addAll(lab.passSlowly(Duration.ofMillis(millis)));
        assertThat(lab.requests(meanwhile)).isEmpty();
        assertThat(lab.node.status().state()).isIn(State.AWAY, State.DISCONNECTED, State.REGISTERING);
        assertThat(lab.node.status().registered() && millis > 20).isFalse();
        lab.change(address(CAFE_LINK, OTHER));
        lab.change(defaultRoute(CAFE_LINK, 100));
        assertThat(lab.request().careOf()).isEqualTo(OTHER);
        lab.accept(600);
        assertThat(lab.node.status().state()).isEqualTo(State.AWAY);
        assertThat(careOf()).isEqualTo(OTHER);
    }

    @Test
    void bothInOneBreathAreOneMoveWhicheverIsToldFirst() {
        List<List<NetworkChange>> orders = List.of(
                List.of(gone(CAFE), address(CAFE_LINK, OTHER), defaultRoute(CAFE_LINK, 100)),
                List.of(address(CAFE_LINK, OTHER), gone(CAFE), defaultRoute(CAFE_LINK, 100)),
                List.of(address(CAFE_LINK, OTHER), defaultRoute(CAFE_LINK, 100), gone(CAFE)));
        for (List<NetworkChange> order : orders) {
            Lab each = new Lab();
            each.start();
            each.arriveAtCafe();
            each.accept(600);
            each.pass(Duration.ofSeconds(20));
            List<Effect> effects = each.change(order.toArray(new NetworkChange[0]));
            assertThat(each.requests(effects))
                    .as("%s", order)
                    .extracting(PlainHomeAgent.Request::careOf)
                    .containsExactly(OTHER);
            assertThat(Lab.notices(effects))
                    .filteredOn(Notice.Attached.class::isInstance)
                    .hasSize(1);
        }
    }

    /** What was said of the address before comes too late. */
    @Test
    void theReplyForTheAddressThatIsGoneRegistersNothing() {
        lab.start();
        lab.setNoise(1);
        lab.arriveAtCafe();
        PlainHomeAgent.Request before = lab.lastRequest();
        lab.setNoise(2);
        lab.change(address(CAFE_LINK, OTHER));
        lab.change(gone(CAFE));
        assertThat(lab.request().careOf()).isEqualTo(OTHER);
        assertThat(lab.reply(lab.agent.accept(before, 600))).hasOnlyElementsOfType(Effect.Discard.class);
        assertThat(lab.node.status().registered()).isFalse();
    }

    /** From Wi-Fi to LTE and back while the home agent is a long way off: the answers come when they do not matter any more. */
    @Test
    void toAnotherLinkAndBackWithinASecondEndsWhereItIs() {
        lab.start();
        lab.arriveAtOffice();
        isAtTheCafeToo();
        lab.setNoise(1);
        lab.linkDown(CAFE_LINK);
        PlainHomeAgent.Request toOffice = lab.lastRequest();
        assertThat(toOffice.careOf()).isEqualTo(OFFICE);
        lab.pass(Duration.ofMillis(400));
        lab.setNoise(2);
        lab.arriveAtCafe();
        PlainHomeAgent.Request back = lab.lastRequest();
        assertThat(back.careOf())
                .as("at once: the last request from there is long ago")
                .isEqualTo(CAFE);
        assertThat(Long.compareUnsigned(back.identification(), toOffice.identification()))
                .as("the home agent takes the later one, in whatever order they arrive")
                .isPositive();
        lab.pass(Duration.ofMillis(100));
        lab.reply(lab.agent.accept(toOffice, 600));
        assertThat(lab.node.status().registered()).isFalse();
        lab.reply(lab.agent.accept(back, 600));
        assertThat(careOf()).isEqualTo(CAFE);
        assertThat(lab.node.status().state()).isEqualTo(State.AWAY);
        assertThat(lab.node.status().tunnel().map(HomeTunnel::careOf)).contains(CAFE);
    }

    private void isAtTheCafeToo() {
        lab.accept(600);
        lab.pass(Duration.ofSeconds(5));
        lab.arriveAtCafe();
        lab.accept(600);
        lab.pass(Duration.ofSeconds(5));
    }

    /** There and back, and there and back again within the second that must be between two requests for one address. */
    @Test
    void howeverOftenWithinASecondItEndsRegisteredWhereItIs() {
        lab.start();
        lab.arriveAtOffice();
        isAtTheCafeToo();
        List<Effect> all = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            all.addAll(lab.linkDown(CAFE_LINK));
            all.addAll(lab.passSlowly(Duration.ofMillis(150)));
            all.addAll(lab.arriveAtCafe());
            all.addAll(lab.passSlowly(Duration.ofMillis(150)));
        }
        all.addAll(lab.passSlowly(Duration.ofSeconds(1)));
        assertThat(lab.lastRequest().careOf()).isEqualTo(CAFE);
        assertThat(lab.requests(all)).hasSizeLessThanOrEqualTo(5);
        lab.accept(600);
        assertThat(lab.node.status().state()).isEqualTo(State.AWAY);
        assertThat(careOf()).isEqualTo(CAFE);
    }

    /** Dataplanes ask the kernel how long a packet may be; the registration has nothing to do with it. */
    @Test
    void aLinkThatBecomesNarrowerIsTheSameLink() {
        isAtTheCafe();
        Link narrow =
                new Link(CAFE_LINK, "cafe0", Lab.link(CAFE_LINK, "cafe0", true).mac(), true, true, false, 1280);
        assertThat(lab.change(new NetworkChange.LinkChanged(narrow))).isEmpty();
        assertThat(lab.node.status().registered()).isTrue();
    }

    @Test
    void anAddressOfALinkThatStandsByMayComeAndGo() {
        isAtTheCafe();
        lab.arriveAtOffice();
        NetworkChange gone =
                new NetworkChange.AddressRemoved(new LinkAddress(OFFICE_LINK, new InterfaceAddress(OFFICE, 24)));
        assertThat(lab.requests(lab.change(gone, address(OFFICE_LINK, OTHER)))).isEmpty();
        assertThat(lab.node.status().registered()).isTrue();
    }
}
