package org.mobileip.scenarios.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mobileip.config.ConfigException;
import org.mobileip.config.Place;
import org.mobileip.config.Problem;

/** The same scenarios in JSON, both ways. */
final class JsonFormTest {

    private static final int SAMPLES = 100;
    private static final int MUTATIONS = 1000;

    private static final String HANDOVER = """
            {
              "schema": "mobileip.scenario/1",
              "title": "A \\"first\\" handover",
              "settings": {"LIMIT": "60ms"},
              "networks": [
                {"name": "home", "prefix": "10.10.0.0/24"},
                {"name": "cafe", "prefix": "192.0.2.0/24", "delay": "12ms", "mtu": 1400, "nat": true}
              ],
              "home_agents": [{"name": "ha", "on": "home", "max_lifetime": "60s"}],
              "mobiles": [{"name": "mn", "home": "10.10.0.57", "networks": ["10.20.0.0/24"]}],
              "hosts": [{"name": "cn", "on": "home", "address": "10.10.0.200"}],
              "streams": [
                {"name": "voice", "kind": "udp", "from": "cn", "to": "mn", "both_ways": true, "every": "5ms"},
                {"name": "file", "kind": "tcp", "from": "cn", "to": "mn"}
              ],
              "actions": [
                {"at": "1s", "do": "move", "node": "mn", "to": "cafe", "overlap": "1s"},
                {"at": "2s", "do": "link", "node": "mn", "network": "cafe", "state": "down"},
                {"at": "3s", "do": "clock", "node": "mn", "by": "-2min"},
                {"at": "4s", "do": "end"}
              ],
              "expectations": [
                {"what": "interruption", "of": "voice", "is": "<", "limit": "$LIMIT", "scope": "after each move"},
                {"what": "reply", "code": 133, "from": "ha", "warn": true},
                {"what": "no leak"}
              ]
            }
            """;

    private static ScenarioFile json(String text) {
        try {
            return ScenarioFile.parse(Path.of("test.json"), text, Map.of());
        } catch (ConfigException refused) {
            throw new AssertionError(refused.report() + "\n" + text, refused);
        }
    }

    private static String toJson(Scenario scenario) {
        try {
            return ScenarioJson.of(scenario);
        } catch (ConfigException refused) {
            throw new AssertionError(refused.report(), refused);
        }
    }

    @Test
    void aScenarioInJsonIsTheScriptThatSaysTheSame() {
        Scenario scenario = json(HANDOVER).scenario();

        assertThat(scenario.name()).isEqualTo("test");
        assertThat(scenario.source()).isEqualTo("""
                scenario "A \\"first\\" handover"

                set LIMIT  60ms

                network home  10.10.0.0/24
                network cafe  192.0.2.0/24  delay 12ms  mtu 1400  nat

                home-agent ha  on home          max-lifetime 60s
                mobile     mn  home 10.10.0.57  network 10.20.0.0/24
                host       cn  on home          address 10.10.0.200

                stream voice  udp  cn <-> mn  every 5ms
                stream file   tcp  cn -> mn

                at 1s  move mn to cafe  overlap 1s
                at 2s  link mn cafe down
                at 3s  clock mn -2min
                at 4s  stop

                expect interruption of voice < $LIMIT  after each move
                warn   reply 133 from ha
                expect no leak
                """);
        assertThat(scenario).isEqualTo(Scripts.file(scenario.source()).scenario());
        assertThat(json(HANDOVER).uses())
                .extracting(FeatureUse::feature)
                .containsExactlyElementsOf(Scripts.file(scenario.source()).uses().stream()
                        .map(FeatureUse::feature)
                        .toList());
    }

    /** Text, JSON, and text again: nothing is lost but comments and blanks. */
    private static void roundTrip(String text) {
        ScenarioFile first = Scripts.file(text);
        String json = toJson(first.scenario());
        ScenarioFile second = json(json);
        ScenarioFile third = Scripts.file(second.scenario().source());

        assertThat(plain(second)).as(json).isEqualTo(plain(first));
        assertThat(plain(third)).as(second.scenario().source()).isEqualTo(plain(first));
        assertThat(toJson(second.scenario())).isEqualTo(json);
        assertThat(second.warnings()).hasSameSizeAs(first.warnings());
    }

    private static List<Scenario> plain(ScenarioFile file) {
        return file.runs().stream().map(Samples::withoutLines).toList();
    }

    static List<String> builtIns() {
        return ScenarioFile.builtIns().stream().map(ScenarioFile.BuiltIn::name).toList();
    }

    @ParameterizedTest
    @MethodSource("builtIns")
    void everyBuiltInIsTheSameAfterwards(String name) throws ConfigException {
        roundTrip(ScenarioFile.builtIn(name, Map.of()).scenario().source());
    }

    static List<String> lines() {
        return Sentences.all();
    }

    @ParameterizedTest
    @MethodSource("lines")
    void everyLineOfTheGrammarIsTheSameAfterwards(String line) {
        roundTrip(Sentences.script(line));
    }

    @Test
    void everyWordOfTheGrammarStandsInOneOfThoseLines() {
        String all = String.join("\n", lines());
        for (Statement statement : Grammar.statements()) {
            for (String piece : statement.form().grammar().split(" ", -1)) {
                if (piece.startsWith("\"")) {
                    assertThat(all).contains(piece.replace("\"", ""));
                }
            }
        }
        assertThat(lines()).hasSizeGreaterThan(80);
    }

    @Test
    void scenariosByChanceAreTheSameAfterwards() {
        long first = Long.getLong("seed", new Random().nextLong());
        for (long seed = first; seed < first + SAMPLES; seed++) {
            try {
                roundTrip(ScenarioText.of(new Samples(seed).next()));
            } catch (RuntimeException | Error escaped) {
                throw new AssertionError("again with -Dseed=" + seed, escaped);
            }
        }
    }

    @Test
    void settingsAndLoopsStayWhatTheyAre() {
        String script = "scenario \"At $D\"\nset SPEED 1Mbit/s\nfor D in 5ms 20ms\nfor WORLD in \"a b\" c\n"
                + "network net 10.9.0.0/24 delay $D rate $SPEED\n" + Scripts.BASE + Scripts.END;
        roundTrip(script);

        assertThat(json(toJson(Scripts.scenario(script))).runs())
                .extracting(Scenario::title)
                .containsExactly(
                        "At 5ms (WORLD = a b)", "At 5ms (WORLD = c)", "At 20ms (WORLD = a b)", "At 20ms (WORLD = c)");
    }

    @Test
    void aSettingInPlaceOfAWordOfTheLanguageHasNoJsonForm() {
        Scenario scenario =
                Scripts.scenario("for STATE in down up\n" + Scripts.BASE + "at 1s link mn lte $STATE\n" + Scripts.END);
        ConfigException refused =
                Assertions.catchThrowableOfType(ConfigException.class, () -> ScenarioJson.of(scenario));

        assertThat(refused.problems())
                .extracting(Scripts::told)
                .containsExactly("11:19+6 \"$STATE\" stands for a word of the language: JSON has no place for that"
                        + " => write the word itself");
    }

    /** Of each error: its line, what stands at its place, and what is said. */
    private static List<String> errors(String text) {
        ConfigException refused = Assertions.catchThrowableOfType(
                ConfigException.class, () -> ScenarioFile.parse(Path.of("test.json"), text, Map.of()));
        assertThat(refused).as("this is refused:\n%s", text).isNotNull();
        return refused.problems().stream().map(JsonFormTest::told).toList();
    }

    private static String told(Problem problem) {
        Place place = problem.place();
        String line = place.source().line(place.line());
        int from = place.column() - 1;
        String quoted = line.substring(from, Math.min(line.length(), from + place.length()));
        return place.line() + " " + quoted + " " + problem.message()
                + problem.hint().map(hint -> " => " + hint).orElse("");
    }

    private static List<String> errorsWith(String before, String after) {
        assertThat(HANDOVER).contains(before);
        return errors(HANDOVER.replace(before, after));
    }

    @Test
    void mistakesInValuesAreThoseOfScriptsWithTheirPlacesInTheJson() {
        assertThat(errorsWith("\"12ms\"", "\"12\""))
                .containsExactly(
                        "7 \"12\" \"12\" has no unit => a number and its unit, us, ms, s, min or h, like 5ms, 1.5s or"
                                + " 2min");
        assertThat(errorsWith("\"to\": \"cafe\"", "\"to\": \"cave\""))
                .containsExactly("17 \"cave\" unknown network \"cave\" => did you mean \"cafe\"?");
        assertThat(errorsWith("\"192.0.2.0/24\"", "\"10.10.0.128/25\""))
                .containsExactly(
                        "7 \"10.10.0.128/25\" 10.10.0.128/25 overlaps 10.10.0.0/24 of \"home\" (line 6) => each"
                                + " network has addresses of its own");
        assertThat(errorsWith("\"mtu\": 1400", "\"mtu\": 14")).containsExactly("7 14 14 is not within 576 to 65535");
        assertThat(errorsWith("\"after each move\"", "\"after every move\""))
                .singleElement()
                .asString()
                .startsWith("23 \"after every move\" ");
        assertThat(errorsWith("\"do\": \"end\"", "\"do\": \"note\", \"text\": \"x\""))
                .singleElement()
                .asString()
                .startsWith("20 {")
                .contains("nothing stops this scenario");
    }

    @Test
    void mistakesInMembersAreToldWithTheirPlaces() {
        assertThat(errorsWith("\"delay\"", "\"latency\""))
                .containsExactly(
                        "7 \"latency\" unknown member \"latency\" => there can be: name, prefix, delay, jitter, loss, duplicate, reorder,"
                                + " rate, mtu, nat, foreign_agent");
        assertThat(errorsWith("\"delay\"", "\"dealy\""))
                .containsExactly("7 \"dealy\" unknown member \"dealy\" => did you mean \"delay\"?");
        assertThat(errorsWith("\"prefix\": \"192.0.2.0/24\", ", ""))
                .contains("7 { \"prefix\" is missing => it is a network, like 10.10.0.0/24");
        assertThat(errorsWith("\"12ms\"", "[12]"))
                .contains("7 [ expected DUR (a duration, like 5ms, 1.5s or 2min), found a list");
        assertThat(errorsWith("\"nat\": true", "\"nat\": \"yes\""))
                .contains("7 \"yes\" expected true or false, found a string");
        assertThat(errorsWith("\"do\": \"move\"", "\"do\": \"mvoe\""))
                .containsExactly("17 \"mvoe\" \"mvoe\" is not known here => did you mean \"move\"?");
        assertThat(errorsWith("\"what\": \"no leak\"", "\"is\": \"no leak\""))
                .singleElement()
                .asString()
                .startsWith("25 { \"what\" is missing");
        assertThat(errorsWith("\"state\": \"down\"", "\"state\": \"down\", \"loss\": \"1%\""))
                .containsExactly("18 \"loss\" only one of state, delay, loss, rate can be there");
        assertThat(errorsWith(", \"state\": \"down\"", ""))
                .containsExactly("18 { one of state, delay, loss, rate is missing");
        assertThat(errorsWith("\"-2min\"", "\"2min\""))
                .containsExactly("19 \"2min\" expected a duration with its sign, like +2min or -2min, found a string");
        assertThat(errorsWith("\"actions\": [", "\"acts\": 3, \"actions\": ["))
                .containsExactly(
                        "16 \"acts\" unknown member \"acts\" => there can be: actions, expectations, home_agents, hosts,"
                                + " loops, mobiles, networks, repeat, schema, settings, streams, title");
        assertThat(errorsWith("\"schema\": \"mobileip.scenario/1\",", "\"schema\": \"mobileip.result/1\","))
                .containsExactly("2 \"mobileip.result/1\" this is of another schema => a scenario has: \"schema\":"
                        + " \"mobileip.scenario/1\"");
        assertThat(errorsWith("\"name\": \"cafe\",", "\"name\": \"cafe\", \"name\": \"bar\","))
                .containsExactly("7 \"name\" \"name\" is there already (line 7)");
        assertThat(errorsWith("A \\\"first\\\"", "A \\u202e"))
                .containsExactly("3 \"A \\u202e handover\" a character that is not text (U+202E)");
    }

    @Test
    void allMistakesAreToldAtOnce() {
        String bad = HANDOVER.replace("\"12ms\"", "\"12\"")
                .replace("\"tcp\"", "\"tpc\"")
                .replace("133", "1333");

        assertThat(errors(bad))
                .hasSize(3)
                .extracting(error -> error.split(" ", 2)[0])
                .containsExactly("7", "14", "24");
    }

    @Test
    void whatIsNoJsonIsToldWhere() {
        assertThat(errorsWith("\"mtu\": 1400,", "\"mtu\": 1400"))
                .hasSize(1)
                .first()
                .asString()
                .startsWith("7 ");
        assertThat(errors("")).hasSize(1).first().asString().startsWith("1  there is nothing in this file");
        assertThat(errors("[]")).containsExactly("1 [ expected an object, found a list");
        assertThat(errors("{} {}"))
                .containsExactly("1 { there is more behind the end of the JSON object => one scenario a file");
        assertThat(errors("{")).hasSize(1).first().asString().contains("this is not JSON");
        assertThat(errors("{}")).hasSize(1).first().asString().startsWith("1 { \"schema\" is missing");
    }

    @Test
    void aHundredThousandObjectsAreReadAndMoreAreRefused() {
        String note = "{\"at\": \"1s\", \"do\": \"note\", \"text\": \"n\"},\n";
        assertThat(json(HANDOVER.replace("\"actions\": [", "\"actions\": [" + note.repeat(99_900)))
                        .scenario()
                        .actions())
                .hasSize(99_904);
        assertThat(errorsWith("\"actions\": [", "\"actions\": [" + note.repeat(100_001)))
                .containsExactly("100007 { this scenario has more than 100000 lines");
    }

    @Test
    void mutationsAreReadOrRefusedWithPlacesThatExist() {
        String spice = "\"{}[],:-$\\ \n9atu\u00e9\u0000\u202e\ud83d\ude00";
        long first = Long.getLong("seed", new Random().nextLong());
        for (long seed = first; seed < first + MUTATIONS; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder(HANDOVER);
            for (int times = 1 + random.nextInt(4); times > 0; times--) {
                int at = random.nextInt(text.length() - 20);
                switch (random.nextInt(4)) {
                    case 0 -> text.delete(at, at + 1 + random.nextInt(8));
                    case 1 -> text.insert(at, spice.charAt(random.nextInt(spice.length())));
                    case 2 -> text.setCharAt(at, spice.charAt(random.nextInt(spice.length())));
                    default -> text.insert(at, text.substring(at, at + 1 + random.nextInt(19)));
                }
            }
            try {
                ScenarioFile.parse(Path.of("test.json"), text.toString(), Map.of());
            } catch (ConfigException refused) {
                refused.problems().forEach(problem -> checkPlace(problem.place()));
            } catch (RuntimeException | Error escaped) {
                throw new AssertionError("again with -Dseed=" + seed + "\n" + text, escaped);
            }
        }
    }

    private static void checkPlace(Place place) {
        String line = place.source().line(place.line());
        assertThat(place.line()).isBetween(1, place.source().lines().size());
        assertThat(place.column()).isBetween(1, line.codePointCount(0, line.length()) + 1);
        assertThat(place.length()).isPositive();
    }
}
