package org.mobileip.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mobileip.auth.AuthenticationAlgorithm;
import org.mobileip.auth.Key;
import org.mobileip.auth.SecurityAssociation;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.wire.Lifetime;

/** Settings that change while the node is away. */
class ReloadTest {

    private static final Ipv4Prefix ELSEWHERE = Ipv4Prefix.parse("172.16.0.0/12");

    private final Lab lab = new Lab();
    private final Settings usual = Lab.settings(true);

    @BeforeEach
    void isAtTheCafeAndHearsOfTheOffice() {
        lab.start();
        lab.arriveAtOffice();
        lab.arriveAtCafe();
        lab.accept(600);
        lab.pass(Duration.ofSeconds(5)); // No two requests are closer than a second.
    }

    private List<Effect> reload(Settings settings) {
        return lab.handle(new Event.Reloaded(lab.moment(), settings));
    }

    private Settings with(Lifetime lifetime, Settings.Tunnel tunnel, List<Predicate<String>> interfaces) {
        return new Settings(
                usual.home(),
                usual.homeAgents(),
                usual.security(),
                usual.replay(),
                lifetime,
                tunnel,
                interfaces,
                usual.roaming());
    }

    @Test
    void doesNothingWhereNothingIsOther() {
        assertThat(reload(Lab.settings(true))).isEmpty();
        assertThat(lab.node.status().registered()).isTrue();
    }

    @Test
    void goesToTheInterfaceThatIsBetterNow() {
        List<Effect> effects =
                reload(with(usual.lifetime(), usual.tunnel(), List.of("office0"::equals, "cafe0"::equals)));
        assertThat(lab.requests(effects))
                .extracting(PlainHomeAgent.Request::careOf)
                .containsExactly(Lab.OFFICE);
        lab.accept(600);
        assertThat(lab.node.status().attachment().name()).contains("office0");
    }

    @Test
    void leavesAnInterfaceThatIsNotToBeUsedAnyMore() {
        List<Effect> effects = reload(with(usual.lifetime(), usual.tunnel(), List.of("office0"::equals)));
        assertThat(lab.requests(effects))
                .extracting(PlainHomeAgent.Request::careOf)
                .containsExactly(Lab.OFFICE);
    }

    @Test
    void asksAtOnceForAnotherLifetime() {
        List<Effect> effects = reload(with(new Lifetime(60), usual.tunnel(), usual.interfaces()));
        assertThat(lab.requests(effects))
                .extracting(PlainHomeAgent.Request::lifetime)
                .containsExactly(60);
    }

    @Test
    void asksAtOnceWithAnotherKey() {
        SecurityAssociation other =
                new SecurityAssociation(0x102, AuthenticationAlgorithm.HMAC_MD5, Key.of(new byte[] {1, 2, 3, 4}));
        List<Effect> effects = reload(new Settings(
                usual.home(),
                usual.homeAgents(),
                other,
                usual.replay(),
                usual.lifetime(),
                usual.tunnel(),
                usual.interfaces()));
        assertThat(effects).hasAtLeastOneElementOfType(Effect.SendRequest.class);
        assertThat(effects)
                .filteredOn(Effect.SendRequest.class::isInstance)
                .extracting(effect -> ((Effect.SendRequest) effect).payload().toString())
                .singleElement()
                .asString()
                .contains("00000102");
    }

    @Test
    void routesWhatItIsToldToWithoutAskingAnybody() {
        Settings.Tunnel narrow = new Settings.Tunnel("mip0", true, List.of(ELSEWHERE));
        List<Effect> effects = reload(with(usual.lifetime(), narrow, usual.interfaces()));
        assertThat(effects).singleElement().isInstanceOfSatisfying(Effect.Declare.class, declare -> assertThat(
                        declare.wanted().toString())
                .contains(ELSEWHERE.toString()));
        assertThat(lab.node.status().registered()).isTrue();
    }

    @Test
    void keepsItsNewOverlapFromTheNextMoveOn() {
        Settings.Roaming overlapping = new Settings.Roaming(
                true,
                usual.roaming().agentKeys(),
                usual.roaming().aaa(),
                usual.roaming().delivery(),
                Duration.ofSeconds(10),
                Duration.ofSeconds(2));
        reload(new Settings(
                usual.home(),
                usual.homeAgents(),
                usual.security(),
                usual.replay(),
                usual.lifetime(),
                usual.tunnel(),
                usual.interfaces(),
                overlapping));
        List<Effect> effects = lab.handle(new Event.Move(lab.moment(), "office0"));
        assertThat(lab.requests(effects))
                .extracting(request -> request.flags() & 0x80)
                .as("S, RFC 5944 §3.3")
                .containsExactly(0x80);
    }
}
