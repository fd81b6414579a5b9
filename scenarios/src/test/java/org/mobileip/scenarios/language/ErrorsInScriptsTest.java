package org.mobileip.scenarios.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a person is told about a mistake: its place, what is wrong, and what was probably meant. */
final class ErrorsInScriptsTest {

    /** Lines that follow {@link Scripts#BASE} (the first is line 10), and what is said about them. */
    record Case(List<String> script, List<String> errors) {

        Case says(String... all) {
            return new Case(script, List.of(all));
        }
    }

    private static Case script(String... lines) {
        return new Case(List.of(lines), List.of());
    }

    private static final String OPTIONS_OF_NETWORK =
            "delay, jitter, loss, rate, mtu, duplicate, reorder, nat, foreign-agent";
    private static final String TIME = "a number and its unit, us, ms, s, min or h, like 5ms, 1.5s or 2min";

    static List<Case> statements() {
        return List.of(
                script("hots pc on cafe").says("10:1+4 unknown statement \"hots\" => did you mean \"host\"?"),
                script("frobnicate 1")
                        .says(
                                "10:1+10 unknown statement \"frobnicate\" => a line begins with one of: scenario, network,"
                                        + " home-agent, mobile, host, stream, at, expect, warn, repeat, for, set"),
                script("\"network\" x 10.1.0.0/24")
                        .says("10:1+9 unknown statement \"network\" => did you mean \"network\"?"),
                script("host pc in cafe").says("10:9+2 expected \"on\", found \"in\" => did you mean \"on\"?"),
                script("host pc cafe").says("10:9+4 expected \"on\", found \"cafe\" => write: host NAME on NET […]"),
                script("host pc on")
                        .says("10:11+1 the line ends where NET is expected => NET is the name of a network"),
                script("host")
                        .says(
                                "10:5+1 the line ends where NAME is expected => NAME is a name of one's own: letters, digits, - and _"),
                script("host pc on cafe adress 192.0.2.9")
                        .says("10:17+6 unknown word \"adress\" in \"host\" => did you mean \"address\"?"),
                script("host pc on cafe address 192.0.2.9 address 192.0.2.8")
                        .says("10:35+7 \"address\" is given twice => leave one of them out"),
                script("host café on cafe").says("10:6+4 \"café\" is not a name => did you mean \"cafe\"?"),
                script("host 12 on cafe")
                        .says(
                                "10:6+2 \"12\" is not a name => up to 32 of A-Z, a-z, 0-9, - and _, with a letter among them"),
                script("host \"pc\" on cafe")
                        .says("10:6+4 expected NAME, found a text in quotes => leave the quotes out"),
                script("scenario Roaming")
                        .says("10:10+7 expected a text in quotes, found \"Roaming\" => write it like \"Roaming\""),
                script("scenario \"a\" \"b\"").says("10:14+3 unexpected \"b\" => the line ends before it"),
                script("scenario \"\"").says("10:10+2 this text is empty"),
                script("scenario \"a\"", "scenario \"b\"")
                        .says("11:1+12 a second \"scenario\"; the first is on line 10 => a scenario has one title"),
                script("repeat 0").says("10:8+1 0 is not within 1 to 10000"),
                script("repeat many").says("10:8+4 \"many\" is not a whole number => digits only, from 1 to 10000"),
                script("repeat 3", "repeat 4")
                        .says(
                                "11:1+8 a second \"repeat\"; the first is on line 10 => a scenario is repeated one number of times"));
    }

    static List<Case> networks() {
        return List.of(
                script("network x 10.1.0.0/24 dealy 5ms")
                        .says("10:23+5 unknown word \"dealy\" in \"network\" => did you mean \"delay\"?"),
                script("network x 10.1.0.0/24 latency 5ms")
                        .says("10:23+7 unknown word \"latency\" in \"network\" => did you mean \"delay\"?"),
                script("network x 10.1.0.0/24 colour red nat loss 200%")
                        .says(
                                "10:23+6 unknown word \"colour\" in \"network\" => known here: " + OPTIONS_OF_NETWORK,
                                "10:43+4 \"200%\" is more than everything => from 0% to 100%"),
                script("network x 10.1.0.0/24 delay")
                        .says(
                                "10:28+1 the line ends where DUR is expected => DUR is a duration, like 5ms, 1.5s or 2min"),
                script("network x 10.1.0.0/24 delay 5").says("10:29+1 \"5\" has no unit => " + TIME),
                script("network x 10.1.0.0/24 delay 5 ms nat")
                        .says("10:29+1 \"5\" has no unit => did you mean \"5ms\", without a blank?"),
                script("network x 10.1.0.0/24 delay 1,5ms")
                        .says("10:29+5 \"1,5ms\" is not a duration => did you mean \"1.5ms\"?"),
                script("network x 10.1.0.0/24 loss 3")
                        .says("10:28+1 \"3\" is not a percentage => did you mean \"3%\"?"),
                script("network x 10.1.0.0/24 rate 10Mbps")
                        .says("10:28+6 \"10Mbps\" is not a rate => did you mean \"10Mbit/s\"?"),
                script("network x 10.1.0.0/24 rate 10MB/s")
                        .says(
                                "10:28+6 \"10MB/s\" is not a rate => a number and its unit, bit/s, kbit/s, Mbit/s or Gbit/s,"
                                        + " like 10Mbit/s"),
                script("network x 10.1.0.0/24 mtu 100").says("10:27+3 100 is not within 576 to 65535"),
                script("network x 10.1.0.7/24")
                        .says("10:11+11 10.1.0.7/24 has host bits set => did you mean \"10.1.0.0/24\"?"),
                script("network x 10.1.0.0")
                        .says("10:11+8 \"10.1.0.0\" is not a network => add its prefix length, like 10.1.0.0/24"),
                script("network x 10.1.0.300/24")
                        .says(
                                "10:11+13 \"10.1.0.300/24\" is not a network => an address and a prefix length, like 10.10.0.0/24"),
                script("network x 127.0.0.0/8")
                        .says(
                                "10:11+11 127.0.0.0/8 is not a network that hosts can be in => a unicast network of 8 to 30 bits"),
                script("network cafe 10.1.0.0/24")
                        .says(
                                "10:9+4 \"cafe\" is a network already (line 2) => each network and each node has its own name"),
                script("network mn 10.1.0.0/24")
                        .says(
                                "10:9+2 \"mn\" is a mobile node already (line 5) => each network and each node has its own name"),
                script("network x 192.0.2.128/25")
                        .says(
                                "10:11+14 192.0.2.128/25 overlaps 192.0.2.0/24 of \"cafe\" (line 2) => each network has addresses"
                                        + " of its own"),
                script("network wide 10.0.0.0/8")
                        .says(
                                "10:14+10 10.0.0.0/8 overlaps 10.10.0.0/24 of \"home\" (line 1) => each network has addresses of"
                                        + " its own"),
                script("network tiny 10.1.0.0/30", "host a on tiny", "host b on tiny")
                        .says(
                                "10:14+11 no room in 10.1.0.0/30: 2 addresses, and 3 are needed => one for the router, one for each"
                                        + " node that is in it or comes to it",
                                ""));
    }

    static List<Case> nodes() {
        return List.of(
                script("host pc on office")
                        .says(
                                "10:12+6 unknown network or mobile node \"office\" => networks, mobile nodes in this script: home, cafe, lte, mn"),
                script("host pc on cafee")
                        .says("10:12+5 unknown network or mobile node \"cafee\" => did you mean \"cafe\"?"),
                script("host pc on mn")
                        .says(
                                "10:12+2 there is no network behind \"mn\" => mobile mn home 10.10.0.57  network 10.20.3.0/24"),
                script("mobile van home 10.10.0.58 network 10.20.3.0/24", "host pc on van address 10.20.4.7")
                        .says(
                                "11:24+9 10.20.4.7 is in no network behind \"van\" (line 10) => an address in 10.20.3.0/24"),
                script("mobile van home 10.10.0.58 network 10.20.3.0/24", "host pc on van address 10.20.3.255")
                        .says(
                                "11:24+11 10.20.3.255 is the broadcast address of 10.20.3.0/24 => hosts have the addresses between"
                                        + " 10.20.3.0 and 10.20.3.255"),
                script("host pc on cafe address 10.10.0.9")
                        .says(
                                "10:25+9 10.10.0.9 is outside 192.0.2.0/24 of \"cafe\" (line 2) => change the address, or the"
                                        + " network"),
                script("host pc on cafe address 192.0.2.255")
                        .says(
                                "10:25+11 192.0.2.255 is the broadcast address of 192.0.2.0/24 => hosts have the addresses between"
                                        + " 192.0.2.0 and 192.0.2.255"),
                script("host pc on cafe address 192.0.2.0")
                        .says(
                                "10:25+9 192.0.2.0 is the network address of 192.0.2.0/24 => hosts have the addresses between"
                                        + " 192.0.2.0 and 192.0.2.255"),
                script("host pc on home address 10.10.0.1")
                        .says("10:25+9 10.10.0.1 is used already (line 4) => each node has an address of its own"),
                script("mobile van home 10.10.0.200")
                        .says("10:17+11 10.10.0.200 is used already (line 6) => each node has an address of its own"),
                script("mobile van home 10.10.0.58/24")
                        .says(
                                "10:17+13 \"10.10.0.58/24\" is not an IPv4 address => an address stands here without a prefix"
                                        + " length"),
                script("mobile van home 224.0.0.1").says("10:17+9 224.0.0.1 is not an address that a host can have"),
                script("mobile van home 192.0.2.9")
                        .says(
                                "10:17+9 \"van\" is at home in \"cafe\", which has no home agent => home-agent NAME on cafe"),
                script("host ha on cafe")
                        .says(
                                "10:6+2 \"ha\" is a home agent already (line 4) => each network and each node has its own name"),
                script("mobile van home 10.10.0.58 network 10.10.0.128/25")
                        .says(
                                "10:36+14 10.10.0.128/25 overlaps 10.10.0.0/24 (line 1) => each network has addresses of its own"),
                script("mobile van home 10.10.0.58 network 10.20.0.0/16 network 10.20.3.0/24")
                        .says(
                                "10:57+12 10.20.3.0/24 overlaps 10.20.0.0/16 (line 10) => each network has addresses of its own"),
                script("mobile van home 10.10.0.58 auth hmac-sha265")
                        .says(
                                "10:33+11 \"hmac-sha265\" is not known here => did you mean \"hmac-sha256\"? one of: hmac-md5,"
                                        + " hmac-sha256, md5-prefix-suffix"),
                script("mobile van home 10.10.0.58 repaly nonce")
                        .says("10:28+6 unknown word \"repaly\" in \"mobile\" => did you mean \"replay\"?"),
                script("mobile van home 10.10.0.58 keepalive 20s")
                        .says(
                                "10:28+9 unknown word \"keepalive\" in \"mobile\" => \"keepalive\" is an option of home-agent"),
                script("mobile van home 10.10.0.58 lifetime 1.5s")
                        .says("10:37+4 1.5s is not a lifetime => whole seconds, at least 1s"),
                script("mobile van home 10.10.0.58 lifetime 20h")
                        .says(
                                "10:37+3 20h is longer than a registration can last => at most 65534s (18 h 12 min), or infinite"),
                script("mobile van home 10.10.0.58 spi 100").says("10:32+3 SPI 100 is reserved (0–255)"),
                script("mobile van home 10.10.0.58 spi 0x1ffffffff")
                        .says("10:32+11 \"0x1ffffffff\" is not an SPI => 256 or more, like 0x101 or 257"),
                script("home-agent hb on cafe auth hmac-md5")
                        .says("10:23+4 unknown word \"auth\" in \"home-agent\" => \"auth\" is an option of mobile"),
                script("home-agent hb on cafe lifetime 60s")
                        .says("10:23+8 unknown word \"lifetime\" in \"home-agent\" => did you mean \"max-lifetime\"?"),
                script("home-agent hb on cafe encapsulation ipip,upd")
                        .says(
                                "10:37+8 \"upd\" is not known here => did you mean \"udp\"? one of: ipip, gre, minimal, udp"));
    }

    static List<Case> streams() {
        return List.of(
                script("stream s upd cn -> mn").says("10:10+3 \"upd\" is not known here => did you mean \"udp\"?"),
                script("stream s quic cn -> mn").says("10:10+4 \"quic\" is not known here => one of: udp, tcp, ping"),
                script("stream s udp cn => mn").says("10:17+1 \"=\" is not known here => one of: ->, <->"),
                script("stream s udp cn mn").says("10:17+2 \"mn\" is not known here => one of: ->, <->"),
                script("stream s udp cn").says("10:16+1 the line ends where more is expected => one of: ->, <->"),
                script("stream s udp cn -> me")
                        .says("10:20+2 unknown host or mobile node or home agent \"me\" => did you mean \"mn\"?"),
                script("stream s udp lte -> mn")
                        .says(
                                "10:14+3 \"lte\" is a network, not a host or mobile node or home agent => hosts, mobile nodes, home"
                                        + " agents in this script: ha, mn, cn"),
                script("stream s udp mn -> mn").says("10:20+2 a stream from \"mn\" to itself => name another node"),
                script("stream voice udp cn -> mn")
                        .says("10:8+5 \"voice\" is a stream already (line 7) => each stream has its own name"),
                script("stream s udp cn -> mn size 4")
                        .says("10:28+1 size 4 is not within 12 to 65507 => octets of udp payload"),
                script("stream s ping cn -> mn size 70000")
                        .says("10:29+5 size 70000 is not within 12 to 65507 => octets of ping payload"),
                script("stream s udp cn -> mn every 0s").says("10:29+2 0s is too short => at least 10us"),
                script("stream s udp cn -> mn every 5ms rate 1Mbit/s")
                        .says("10:38+7 every and rate both say how often to send => leave one of them out"),
                script("stream s ping cn -> mn rate 1Mbit/s")
                        .says("10:29+7 a ping stream has no rate => say every DUR"),
                script("stream s udp cn -> mn rate 0bit/s")
                        .says("10:28+6 \"0bit/s\" is not within 1bit/s to 1000Gbit/s"));
    }

    @ParameterizedTest
    @MethodSource({"statements", "networks", "nodes", "streams"})
    void eachMistakeIsToldWithItsPlaceAndAHint(Case each) {
        List<String> expected =
                each.errors().stream().filter(error -> !error.isEmpty()).toList();
        assertThat(Scripts.errorsIn(each.script().toArray(String[]::new))).isEqualTo(expected);
    }

    @Test
    void everyErrorOfAFileIsShownAtOnceAsTheConfigurationShowsThem() {
        String script = Scripts.CONTRACT
                .replace("delay 12ms", "dealy 12ms")
                .replace("move mn to lte ", "move mn to lta ")
                .replace("file intact", "fiel intact");

        assertThat(Scripts.refusal(script, Map.of()).report()).isEqualTo("""
                test.scenario:4:32: error: unknown word "dealy" in "network"

                    4 | network cafe  192.0.2.0/24     dealy 12ms  nat
                      |                                ^^^^^
                  hint: did you mean "delay"?

                test.scenario:15:20: error: unknown network "lta"

                   15 | at 5s   move mn to lta  overlap 1s
                      |                    ^^^
                  hint: did you mean "lte"?

                test.scenario:22:9: error: unknown stream "fiel"

                   22 | expect  fiel intact
                      |         ^^^^
                  hint: did you mean "file"?

                3 errors""");
    }

    @Test
    void twoMistakesOnALineAreTwoErrors() {
        assertThat(Scripts.errorsIn("network x 10.1.0.0/24 dealy 5 los 3"))
                .containsExactly(
                        "10:23+5 unknown word \"dealy\" in \"network\" => did you mean \"delay\"?",
                        "10:29+1 \"5\" has no unit => " + TIME,
                        "10:31+3 unknown word \"los\" in \"network\" => did you mean \"loss\"?",
                        "10:35+1 \"3\" is not a percentage => did you mean \"3%\"?");
    }

    @Test
    void whatABrokenLineDeclaresIsNotMissedElsewhere() {
        assertThat(Scripts.errorsIn(
                        "netwrok office 10.1.0.0/24",
                        "host pc on office address 10.1.0.500",
                        "stream s upd pc -> mn",
                        "at 1s move mn to office",
                        "expect interruption of s < 60ms"))
                .containsExactly(
                        "10:1+7 unknown statement \"netwrok\" => did you mean \"network\"?",
                        "11:27+10 \"10.1.0.500\" is not an IPv4 address => four numbers from 0 to 255, like 10.10.0.1",
                        "12:10+3 \"upd\" is not known here => did you mean \"udp\"?");
    }

    @Test
    void aScriptOfNothingSaysSoAndNothingElse() {
        for (String nothing : List.of("", "\n\n", "# only a comment\n")) {
            assertThat(Scripts.errors(nothing))
                    .containsExactly(
                            "1:1+1 there is no statement in this file => scenarios show first-handover prints one");
        }
    }

    @Test
    void whatAScriptMustHaveIsMissed() {
        assertThat(Scripts.errors("scenario \"Nothing\""))
                .containsExactly(
                        "1:1+8 nothing stops this scenario => add a last line: at TIME stop",
                        "1:1+8 no network in this script => add a line like: network home 10.10.0.0/24",
                        "1:1+8 no home agent in this script => add a line like: home-agent ha on home",
                        "1:1+8 no mobile node in this script => add a line like: mobile mn home 10.10.0.57");
        assertThat(Scripts.errors(Scripts.BASE + "at 1s move mn to cafe\n"))
                .containsExactly("10:1+21 nothing stops this scenario => add a last line: at TIME stop");
    }

    @Test
    void nothingIsMissedThatALineWhichWasNotUnderstoodMayHaveSaid() {
        assertThat(Scripts.errors(Scripts.BASE + "at 1s stp\n"))
                .containsExactly("10:7+3 \"stp\" is not known here => did you mean \"stop\"?");
        assertThat(Scripts.errors(Scripts.BASE + "at 1s halt\n"))
                .containsExactly(
                        "10:7+4 \"halt\" is not known here => one of: move, link, stop, start, restart, kill, drop,"
                                + " nat, clock, note");
        assertThat(Scripts.errors("xyzzy\n")).hasSize(1);
    }

    @Test
    void everyCaseHasItsError() {
        assertThat(Arrays.asList(statements(), networks(), nodes(), streams())).allSatisfy(cases -> assertThat(cases)
                .allSatisfy(each -> assertThat(each.errors()).isNotEmpty()));
    }
}
