package org.mobileip.mobilenode.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.testing.NetnsSupport.ip;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.net.Ipv4;
import org.mobileip.testing.NetnsSupport;
import org.mobileip.testing.Python;

/** What happens to a laptop on a rough day, one after the other, with one daemon that keeps working by itself. */
@Tag("netns")
class RoughDayNetnsTest {

    private static final Pattern OUR_RULES = Pattern.compile("^(52\\d\\d):", Pattern.MULTILINE);

    @TempDir
    private Path directory = Path.of("");

    @BeforeAll
    static void needsNamespaces() {
        NetnsSupport.assumeAvailable();
    }

    @Test
    void keepsWorkingByItselfWhateverHappensToItsLink() throws IOException {
        try (Roaming lab = new Roaming(directory)) {
            lab.start();
            lab.cafeUp();
            lab.awaitState("away");
            lab.agent.next();
            renewsItsLease(lab);
            hasAnotherAddressBeforeTheFirstGoes(lab);
            losesItsAddressBeforeItHasAnother(lab);
            losesAllItsRules(lab);
            isStoppedWhileAllOfThatHappens(lab);
            hasANarrowerLink(lab);
            saysThatItIsNowhere(lab);
            saysWhichLegOfTheWayHomeIsBroken(lab);
        }
    }

    /** As a DHCP client does at half time. */
    private static void renewsItsLease(Roaming lab) {
        for (int lifetime : List.of(600, 3600)) {
            ip(lab.machine, "address change 192.0.2.44/24 dev cafe0 valid_lft " + lifetime + " preferred_lft 300");
        }
        assertThat(lab.status()).containsEntry("state", "away").containsEntry("registered", true);
        assertThat(lab.agent.tryNext(100)).isEmpty();
    }

    /** The second of a network goes with the first, unless it is promoted: as systemd-networkd has it. */
    private static void hasAnotherAddressBeforeTheFirstGoes(Roaming lab) {
        NetnsSupport.run(lab.machine, "sh", "-c", "echo 1 > /proc/sys/net/ipv4/conf/cafe0/promote_secondaries");
        ip(lab.machine, "address add 192.0.2.45/24 dev cafe0");
        ip(lab.machine, "address del 192.0.2.44/24 dev cafe0");
        assertThat(lab.agent.next().request().careOf()).isEqualTo(Ipv4.parse("192.0.2.45"));
        lab.awaitState("away");
        assertThat(careOf(lab)).isEqualTo("192.0.2.45");
    }

    private static void losesItsAddressBeforeItHasAnother(Roaming lab) {
        ip(lab.machine, "address del 192.0.2.45/24 dev cafe0");
        lab.awaitState("disconnected");
        assertThat(lab.status()).containsEntry("registered", false).containsEntry("care_of", null);
        ip(lab.machine, "address add 192.0.2.46/24 dev cafe0");
        ip(lab.machine, "route append default via 192.0.2.1 dev cafe0");
        assertThat(lab.agent.next().request().careOf()).isEqualTo(Ipv4.parse("192.0.2.46"));
        lab.awaitState("away");
        assertThat(careOf(lab)).isEqualTo("192.0.2.46");
        assertThat(lab.agent.tryNext(50)).as("one request was enough").isEmpty();
    }

    /** As systemd-networkd does when it starts anew, or the machine goes on after a suspend. */
    private static void losesAllItsRules(Roaming lab) {
        List<String> before = rules(lab);
        assertThat(before).hasSizeGreaterThanOrEqualTo(5);
        String deletions = String.join(
                "; ",
                before.stream().map(rule -> "ip rule del priority " + rule).toList());
        NetnsSupport.run(lab.machine, "sh", "-c", deletions);
        long millis = Roaming.await("all rules again", () -> rules(lab).equals(before));
        System.err.printf("%d rules were back %d ms after they had been deleted%n", before.size(), millis);
        assertThat(millis).as("and to look takes 10 ms each time").isLessThan(200);
        assertThat(lab.log().stream().filter(line -> line.contains("rule-restored")))
                .hasSizeGreaterThanOrEqualTo(before.size());
    }

    /** F22: when it goes on it goes by how things are, and does not go through what is past. */
    private static void isStoppedWhileAllOfThatHappens(Roaming lab) {
        lab.agent.forgetArrivals();
        lab.paused(() -> {
            for (int address = 47; address < 52; address++) {
                ip(lab.machine, "address add 192.0.2." + address + "/24 dev cafe0");
                ip(lab.machine, "address del 192.0.2." + (address - 1) + "/24 dev cafe0");
            }
            ip(lab.machine, "rule del priority 5204");
        });
        assertThat(lab.agent.next().request().careOf()).isEqualTo(Ipv4.parse("192.0.2.51"));
        lab.awaitState("away");
        assertThat(careOf(lab)).isEqualTo("192.0.2.51");
        Roaming.await("its rule again", () -> rules(lab).contains("5204"));
        assertThat(lab.agent.tryNext(50)).as("one request was enough").isEmpty();
    }

    private static List<String> rules(Roaming lab) {
        return OUR_RULES
                .matcher(ip(lab.machine, "rule"))
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    /** Who sends what does not fit any more is told what does, and {@code status} says it. */
    private static void hasANarrowerLink(Roaming lab) {
        assertThat(mtu(lab)).isEqualTo(1480);
        assertThat(longestTo(lab)).isEqualTo(1480);
        ip(lab.machine, "link set cafe0 mtu 1280");
        Roaming.await("a sender is told", () -> longestTo(lab) == 1260);
        assertThat(mtu(lab)).isEqualTo(1260);
        assertThat(lab.status()).containsEntry("state", "away");
        ip(lab.machine, "link set cafe0 mtu 1500");
        Roaming.await("as long as before, where a sender tries it", () -> {
            ip(lab.machine, "route flush cache"); // Else the kernel remembers what it was told for ten minutes.
            return longestTo(lab) == 1480 && mtu(lab) == 1480;
        });
    }

    /** The longest datagram for the home network, as the kernel tells a program that has just sent 1400 octets of UDP. */
    private static int longestTo(Roaming lab) {
        String program = "import socket,time; s=socket.socket(socket.AF_INET,socket.SOCK_DGRAM);"
                + "s.setsockopt(0,10,2); s.connect(('10.10.0.200',9));\n"
                + "try: s.send(bytes(1400)); time.sleep(0.05)\n"
                + "except OSError: pass\n"
                + "print(s.getsockopt(0,14))";
        return Integer.parseInt(
                NetnsSupport.run(lab.machine, Python.program(), "-c", program).strip());
    }

    private static int mtu(Roaming lab) {
        return lab.status().get("tunnel") instanceof Map<?, ?> tunnel && tunnel.get("mtu") instanceof Integer mtu
                ? mtu
                : 0;
    }

    private static void saysThatItIsNowhere(Roaming lab) {
        ip(lab.machine, "link set cafe0 down");
        lab.awaitState("disconnected");
        assertThat(lab.status()).containsEntry("registered", false);
        lab.officeUp();
        lab.awaitState("away");
        assertThat(lab.status()).containsEntry("registered", true);
        assertThat(careOf(lab)).isEqualTo("198.51.100.23");
    }

    /** Nobody here takes anything out of a tunnel: the link and the home agent answer, and the tunnel is blocked. */
    private void saysWhichLegOfTheWayHomeIsBroken(Roaming lab) {
        Map<String, Object> begun = lab.ask("ping");
        assertThat(begun).containsEntry("schema", "mobileip.ping-round/1");
        Map<String, Map<String, Object>> last = new HashMap<>(Map.of("", begun));
        Roaming.await("the end of the round", () -> {
            last.put("", lab.ask("ping-result"));
            return Boolean.TRUE.equals(last.getOrDefault("", Map.of()).get("done"));
        });
        assertThat(leg(last, "link").get("address")).isEqualTo("198.51.100.1");
        assertThat(leg(last, "link").get("rtt_ms")).isInstanceOf(Number.class);
        assertThat(leg(last, "home_agent").get("code")).isEqualTo(0);
        assertThat(leg(last, "home_agent").get("rtt_ms")).isInstanceOf(Number.class);
        assertThat(leg(last, "tunnel").get("address")).isEqualTo("10.10.0.1");
        assertThat(leg(last, "tunnel").get("rtt_ms")).isNull();
    }

    private static Map<?, ?> leg(Map<String, Map<String, Object>> answer, String name) {
        return answer.getOrDefault("", Map.of()).get(name) instanceof Map<?, ?> leg ? leg : Map.of();
    }

    private static String careOf(Roaming lab) {
        return lab.status().get("care_of") instanceof Map<?, ?> careOf ? String.valueOf(careOf.get("address")) : "none";
    }
}
