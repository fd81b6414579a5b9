package org.mobileip.homeagent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.homeagent.Village.AGENT;
import static org.mobileip.homeagent.Village.ASSOCIATION;
import static org.mobileip.homeagent.Village.CAFE;
import static org.mobileip.homeagent.Village.TRAIN;
import static org.mobileip.homeagent.Village.UPLINK;
import static org.mobileip.homeagent.Village.arrives;
import static org.mobileip.homeagent.Village.at;
import static org.mobileip.homeagent.Village.replyIn;
import static org.mobileip.homeagent.Village.sendIn;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.wire.AuthenticationExtension.Kind;

/** Nodes that leave it open which home agent serves them (RFC 4433 §5.3); requests are octets by hand from its figures. */
class AssignmentTest {

    private static final Ipv4 OTHER = Ipv4.parse("192.0.2.9");

    /** 10.1.1.20, which is where the requests go. */
    private static final String REQUESTED = "8b 01 0004 0a010114";

    private static final String ZERO = "00000000";
    private static final String ONES = "ffffffff";
    private static final String OURS = "0a010114";

    private HomeAgent agent = Village.agent();

    private void assigns(Assignment assignment) {
        agent = Village.agent(Village.settings().assigning(assignment));
    }

    /** Midnight in seconds since 1900 is dc12c500; D and T, from 10.1.2.15 for 10.1.1.10. */
    private static Octets request(int second, int lifetime, String homeAgent, String careOf, String extensions) {
        return ASSOCIATION.sign(
                Octets.ofHex("01 22 %04x 0a01010a %s %s %08x 00000000 %s"
                        .formatted(lifetime, homeAgent, careOf, 0xdc12c500 + second, extensions)),
                Kind.MOBILE_HOME);
    }

    private List<Effect> asks(int second, int lifetime, String homeAgent, String extensions) {
        return agent.handle(
                at(second), arrives(second, CAFE, request(second, lifetime, homeAgent, "0a01020f", extensions)));
    }

    private static int code(List<Effect> effects) {
        return replyIn(effects).code().value();
    }

    /** Table 1: authenticate, bind, and set the Home Agent field to its own address. */
    @ParameterizedTest
    @ValueSource(strings = {ZERO, ONES, OURS})
    void servesWhoeverAsksForItAndSaysWhoItIs(String homeAgentField) {
        List<Effect> effects = asks(0, 60, homeAgentField, REQUESTED);
        assertThat(code(effects)).isZero();
        assertThat(sendIn(effects).octets().ipv4(8)).isEqualTo(AGENT);
        assertThat(sendIn(effects).source()).isEqualTo(AGENT);
        assertThat(agent.bindings()).extracting(Binding::careOf).containsExactly(CAFE);
    }

    /** As a foreign agent relays it that has found a home agent by itself (§4.1.1). */
    @Test
    void servesWhoeverHasNoWishes() {
        assertThat(code(asks(0, 60, ZERO, ""))).isZero();
    }

    @Test
    void readsTheExtensionAsOthersWriteItToo() {
        assertThat(code(asks(0, 60, ZERO, "8b 05 01 0a010114"))).isZero();
        assertThat(code(asks(1, 60, ZERO, "8b 05 01 c0000209"))).isEqualTo(136);
    }

    /** §5.3: the address in the extension must match the destination, whatever the Home Agent field says. */
    @ParameterizedTest
    @ValueSource(strings = {ZERO, ONES, OURS})
    void denies136ToWhoeverWishesForAnother(String homeAgentField) {
        List<Effect> effects = asks(0, 60, homeAgentField, "8b 01 0004 c0000209");
        assertThat(code(effects)).isEqualTo(136);
        assertThat(sendIn(effects).octets().ipv4(8)).isEqualTo(AGENT);
        assertThat(agent.bindings()).isEmpty();
    }

    /** What stands behind the authenticator is nobody's wish. */
    @Test
    void ignoresAWishThatTheNodeHasNotSigned() {
        Octets request = request(0, 60, ZERO, "0a01020f", "").plus(Octets.ofHex("8b 01 0004 c0000209"));
        assertThat(code(agent.handle(at(0), arrives(0, CAFE, request)))).isZero();
    }

    @Test
    void matchesTheAddressThatTheRequestWasSentToWhereItHasMore() {
        Endpoint second = new Endpoint(Ipv4.parse("10.1.1.21"), 434);
        Octets request = request(0, 60, ZERO, "0a01020f", "8b 01 0004 0a010115");
        assertThat(code(agent.handle(at(0), arrives(0, new Endpoint(CAFE, 434), second, UPLINK, request))))
                .isZero();
        Octets other = request(1, 60, ZERO, "0a01020f", REQUESTED);
        assertThat(code(agent.handle(at(1), arrives(1, new Endpoint(CAFE, 434), second, UPLINK, other))))
                .isEqualTo(136);
    }

    /** A request to all home agents is a discovery (RFC 5944 §3.6.1.2), and denied by each: several would bind it. */
    @Test
    void denies136ToWhoeverAsksAllAtOnce() {
        Endpoint all = new Endpoint(Village.HOME_NETWORK.broadcast(), 434);
        Octets request = request(0, 60, ONES, "0a01020f", "");
        assertThat(code(agent.handle(at(0), arrives(0, new Endpoint(CAFE, 434), all, UPLINK, request))))
                .isEqualTo(136);
    }

    /** §5.3 2, §3.4.2: code 143, its own address in the Home Agent field, the other one's in the extension, all signed. */
    @ParameterizedTest
    @ValueSource(strings = {ZERO, ONES})
    void sendsThemToAnotherHomeAgent(String homeAgentField) {
        assigns(new Assignment.Elsewhere(OTHER));
        List<Effect> effects = asks(0, 60, homeAgentField, REQUESTED);
        assertThat(sendIn(effects).octets())
                .isEqualTo(ASSOCIATION.sign(
                        Octets.ofHex("03 8f 0000 0a01010a 0a010114 dc12c500 00000000  8b 02 0004 c0000209"),
                        Kind.MOBILE_HOME));
        assertThat(agent.bindings()).isEmpty();
        assertThat(effects)
                .anyMatch(each ->
                        each instanceof Effect.Denied denied && denied.code().value() == 143);
    }

    /** As Wireshark's dissector has it: so the node will find it. */
    @Test
    void sendsThemAwayInTheFormatThatTheyUse() {
        assigns(new Assignment.Elsewhere(OTHER));
        assertThat(sendIn(asks(0, 60, ZERO, "8b 05 01 0a010114")).octets().slice(20, 27))
                .isEqualTo(Octets.ofHex("8b 05 02 c0000209"));
    }

    @Test
    void sendsNobodyAwayWhoNamesIt() {
        assigns(new Assignment.Elsewhere(OTHER));
        assertThat(code(asks(0, 60, OURS, ""))).isZero();
    }

    /** §4.2.1: if the registration is successful, but … . */
    @ParameterizedTest
    @CsvSource({"0a010114, 134", "0a01010a, 134"})
    void saysFirstWhatIsWrongWithTheRequest(String careOf, int code) {
        assigns(new Assignment.Elsewhere(OTHER));
        Octets request = request(0, 60, ZERO, careOf, REQUESTED);
        assertThat(code(agent.handle(at(0), arrives(0, CAFE, request)))).isEqualTo(code);
    }

    @Test
    void isSilentToWhoeverCannotSign() {
        assigns(new Assignment.Elsewhere(OTHER));
        Octets request = Village.association(256, "no key of anybody")
                .sign(Octets.ofHex("01 22 003c 0a01010a 00000000 0a01020f dc12c500 00000000"), Kind.MOBILE_HOME);
        assertThat(agent.handle(at(0), arrives(0, CAFE, request))).noneMatch(Effect.Send.class::isInstance);
    }

    /** §5.1.2: for the duration of the session the node is always anchored where it was first registered. */
    @Test
    void keepsWhoeverIsBoundHere() {
        assigns(new Assignment.Elsewhere(OTHER));
        asks(0, 60, OURS, "");
        Octets moved = request(5, 60, ZERO, "0a01030f", REQUESTED);
        assertThat(code(agent.handle(at(5), arrives(5, TRAIN, moved)))).isZero();
        assertThat(agent.bindings()).extracting(Binding::careOf).containsExactly(TRAIN);
        assertThat(code(asks(6, 0, ZERO, REQUESTED))).isZero();
    }

    @Test
    void deregistersWhomItWouldSendAway() {
        assigns(new Assignment.Elsewhere(OTHER));
        assertThat(code(asks(0, 0, ZERO, REQUESTED))).isZero();
    }

    @Test
    void keepsBindingsOverARestartAfterWhichItWouldSendThemAway() {
        List<Effect> bound = asks(0, 60, ZERO, REQUESTED);
        HomeAgent restarted = new HomeAgent(
                Village.settings().assigning(new Assignment.Elsewhere(OTHER)), Map.of(), Village.nonces(), at(0));
        restarted.handle(at(2), Village.restored(bound));
        assertThat(restarted.bindings()).extracting(Binding::careOf).containsExactly(CAFE);
    }

    @Test
    void denies136WhereNodesMustNameTheirHomeAgent() {
        assigns(new Assignment.Refused());
        List<Effect> effects = asks(0, 60, ZERO, REQUESTED);
        assertThat(code(effects)).isEqualTo(136);
        assertThat(sendIn(effects).octets().ipv4(8)).isEqualTo(AGENT);
        assertThat(code(asks(1, 60, OURS, REQUESTED)))
                .as("§4.1 step 2: named in both places")
                .isZero();
    }

    /** Behind a port forward a request arrives at an address that no node knows. */
    @Test
    void matchesTheAddressThatItIsKnownByBehindANat() {
        HomeAgentSettings.Grants usual = Village.GRANTS;
        HomeAgentSettings.Grants behindNat = new HomeAgentSettings.Grants(
                usual.maximumLifetime(),
                usual.reverseTunneling(),
                usual.encapsulations(),
                true,
                usual.mostBindings(),
                usual.mostBindingsPerNode(),
                List.of(),
                usual.keepalive(),
                true);
        agent = Village.agent(Village.settings(behindNat, false));
        Endpoint inside = new Endpoint(Ipv4.parse("172.16.0.2"), 434);
        Octets request = request(0, 60, ZERO, "0a01020f", REQUESTED);
        assertThat(code(agent.handle(at(0), arrives(0, new Endpoint(CAFE, 434), inside, UPLINK, request))))
                .isZero();
    }

    /** A node without a home address gets one with it, as RFC 4433 §5.1 wants it to ask. */
    @Test
    void givesAHomeAddressToWhoeverLeavesThatOpenToo() {
        Guest guest = new Guest("guest", Village.association(300, "guest's own key."));
        AddressRange pool = new AddressRange(Ipv4.parse("10.1.1.100"), Ipv4.parse("10.1.1.101"));
        agent = Village.agent(Village.settings(Village.GRANTS, false, List.of(), guest.node(pool)));
        Octets message = Octets.ofHex("01 22 003c 00000000 00000000 0a01020f dc12c500 00000000")
                .plus(guest.nai().toExtension().encode())
                .plus(Octets.ofHex(REQUESTED));
        List<Effect> effects =
                agent.handle(at(0), arrives(0, CAFE, guest.association().sign(message, Kind.MOBILE_HOME)));
        assertThat(Guest.homeOf(effects, guest)).isEqualTo(Ipv4.parse("10.1.1.100"));
        assertThat(sendIn(effects).octets().ipv4(8)).isEqualTo(AGENT);
    }
}
