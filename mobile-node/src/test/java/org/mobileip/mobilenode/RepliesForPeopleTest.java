package org.mobileip.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mobileip.net.Octets;

/** Vendors' extensions (RFC 3115) and words for people (RFC 4917) in replies; octets by hand from their diagrams. */
class RepliesForPeopleTest {

    private static final String HI = "91 03 01 4869";

    private final Lab lab = new Lab();

    private List<Effect> answered(String extensions) {
        return lab.reply(lab.agent.replyWith(lab.lastRequest(), 0, 600, extensions));
    }

    private static List<String> words(List<Effect> effects) {
        return Lab.notices(effects).stream()
                .filter(Notice.Message.class::isInstance)
                .map(notice -> ((Notice.Message) notice).words().text())
                .toList();
    }

    @Test
    void tellsTheWordsOfTheHomeAgentOnceAndDoesNothingElseAboutThem() {
        lab.start();
        lab.arriveAtCafe();
        assertThat(words(answered(HI))).containsExactly("Hi");
        assertThat(lab.node.status().state()).isEqualTo(State.AWAY);
        assertThat(lab.node.status().message()).contains("Hi");
        lab.untilDeadline();
        assertThat(words(answered(HI))).as("the same again").isEmpty();
        lab.untilDeadline();
        assertThat(words(answered(""))).isEmpty();
        assertThat(lab.node.status().message()).isEmpty();
    }

    @Test
    void tellsTheWordsThatComeWithADenial() {
        lab.start();
        lab.arriveAtCafe();
        assertThat(words(lab.reply(lab.agent.replyWith(lab.lastRequest(), 129, 0, HI))))
                .containsExactly("Hi");
        assertThat(lab.node.status().state()).isEqualTo(State.DENIED);
    }

    @Test
    void believesNoWordsOfTheHomeAgentBehindItsAuthenticator() {
        lab.start();
        lab.arriveAtCafe();
        Octets reply = lab.agent.accept(lab.lastRequest(), 600).plus(Octets.ofHex(HI));
        assertThat(words(lab.reply(reply))).isEmpty();
        assertThat(lab.node.status().registered()).isTrue();
    }

    @Test
    void takesAReplyWithACriticalExtensionForARefusal() {
        lab.start();
        lab.arriveAtCafe();
        answered("26 00 0008 00000009 0001 beef");
        assertThat(lab.node.status().registered()).isFalse();
        assertThat(lab.node.status().denial().orElseThrow().code().value()).isEqualTo(140);
        lab.untilDeadline();
        answered("86 0a 0000 00000009 0001 beef");
        assertThat(lab.node.status().registered()).as("a normal one").isTrue();
    }

    @Test
    void tellsTheWordsOfAForeignAgentWhereTheHomeAgentSaysNothing() {
        lab.start();
        lab.linkUp(Lab.CAFE_LINK);
        lab.hear(Lab.CAFE_LINK, new PlainForeignAgent("192.0.2.1", "02:fa:00:00:00:01", "192.0.2.1"));
        Octets reply = lab.agent.accept(lab.lastRequest(), 600).plus(Octets.ofHex("91 03 02 4869"));
        assertThat(words(lab.reply(reply))).containsExactly("Hi");
    }
}
