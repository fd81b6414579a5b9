package org.mobileip.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.mobilenode.Lab.CAFE_LINK;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.wire.Extension;

/** That a node says again who its home agent and that one's AAA server are (RFC 3846 §4, §5). */
class IdentitiesTest {

    /** Sub-type 1, "h@b.c". */
    private static final String AGENT = "01 6840622e63";

    /** Sub-type 2, "a@b.c". */
    private static final String SERVER = "02 6140622e63";

    private final Lab lab = new Lab();

    @BeforeEach
    void start() {
        lab.start();
        lab.arriveAtCafe();
    }

    private void accepts(String extensions) {
        lab.pass(Duration.ofMillis(13));
        lab.reply(lab.agent.replyWith(lab.lastRequest(), 0, 600, extensions));
    }

    private void moves() {
        lab.pass(Duration.ofSeconds(20));
        lab.linkDown(CAFE_LINK);
        lab.arriveAtOffice();
    }

    @Test
    void saysNothingBeforeItHasHeardAnything() {
        assertThat(lab.request().other(136)).isEqualTo(Octets.EMPTY);
        accepts("");
        moves();
        assertThat(lab.request().other(136)).isEqualTo(Octets.EMPTY);
    }

    @Test
    void saysAgainWhatTheHomeAgentHasSigned() {
        accepts("88 06 " + AGENT);
        moves();
        assertThat(lab.request().other(136)).isEqualTo(Octets.ofHex(AGENT));
        assertThat(lab.request().isAuthentic())
                .as("§3.1: before the authenticator")
                .isTrue();
        accepts("");
        lab.passSlowly(Duration.ofSeconds(455));
        assertThat(lab.lastRequest().other(136)).as("in every request").isEqualTo(Octets.ofHex(AGENT));
    }

    @Test
    void saysBothAndOfEachTheLatest() {
        accepts("88 06 " + AGENT + "88 06 02 7840622e63");
        moves();
        accepts("88 06 " + SERVER);
        lab.passSlowly(Duration.ofSeconds(455));
        accepts("");
        lab.passSlowly(Duration.ofSeconds(455));
        String sent = lab.lastSent().toString();
        assertThat(sent)
                .contains(Octets.ofHex("88 06 " + AGENT + "88 06 " + SERVER).toString());
    }

    @Test
    void believesNoneThatNobodyHasSigned() {
        lab.pass(Duration.ofMillis(13));
        lab.reply(lab.agent.accept(lab.lastRequest(), 600).plus(Octets.ofHex("88 06 " + AGENT)));
        moves();
        assertThat(lab.request().other(136)).isEqualTo(Octets.EMPTY);
    }

    /** §4: upon initiation of a new session a new one may be provided. */
    @Test
    void startsAnewWithANewSession() {
        accepts("88 06 " + AGENT);
        lab.pass(Duration.ofSeconds(20));
        lab.handle(new Event.Home(lab.moment()));
        assertThat(lab.request().other(136)).as("of the session, still").isEqualTo(Octets.ofHex(AGENT));
        lab.reply(lab.agent.replyWith(lab.request(), 0, 0, ""));
        lab.pass(Duration.ofSeconds(20));
        lab.handle(new Event.Move(lab.moment(), "cafe0"));
        assertThat(lab.request().other(136)).isEqualTo(Octets.EMPTY);
    }

    @Test
    void remembersAFewHomeAgents() {
        Identities identities = new Identities();
        List<Extension> named = List.of(Extension.of(136, Octets.ofHex(AGENT)));
        List<Octets> said = List.of(Octets.ofHex("88 06 " + AGENT));
        for (int i = 1; i <= 16; i++) {
            identities.heard(Ipv4.parse("10.10.1." + i), named);
        }
        identities.heard(Ipv4.parse("10.10.1.1"), named);
        assertThat(identities.of(Ipv4.parse("10.10.1.2")))
                .extracting(Extension::encode)
                .isEqualTo(said);
        identities.heard(Ipv4.parse("10.10.1.17"), named);
        assertThat(identities.of(Ipv4.parse("10.10.1.17")))
                .extracting(Extension::encode)
                .isEqualTo(said);
        assertThat(identities.of(Ipv4.parse("10.10.1.2"))).isEmpty();
    }
}
