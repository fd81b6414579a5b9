package org.mobileip.scenarios.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.config.ConfigException;
import org.mobileip.control.Json;

/** The published JSON Schema is that of the language, and takes what the program takes. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class SchemaTest {

    private static final Path FILE = Path.of("src/main/resources/org/mobileip/scenarios/scenario.schema.json");

    private static final String PROGRAM = """
            import json, sys
            try:
                from jsonschema import Draft202012Validator
            except ImportError:
                print("missing"); sys.exit()
            schema = json.load(open(sys.argv[1]))
            Draft202012Validator.check_schema(schema)
            validator = Draft202012Validator(schema)
            for name in sys.argv[2:]:
                for line in open(name):
                    document = json.loads(line)
                    error = next(iter(validator.iter_errors(document)), None)
                    print("good" if error is None else "bad: " + error.message[:300].replace("\\n", " "))
            """;

    private final Path directory;

    SchemaTest(@TempDir Path temporary) {
        this.directory = temporary;
    }

    @Test
    void thePublishedSchemaIsMadeFromTheGrammar() {
        String made = Json.writeIndented(Schema.document()) + "\n";

        assertThat(Published.at(FILE, made)).isEqualTo(made);
        assertThat(ScenarioJson.schema()).isEqualTo(made);
    }

    private static String json(String script) throws ConfigException, IOException {
        return Json.write(Json.parse(ScenarioJson.of(Scripts.scenario(script))));
    }

    /** What an implementation of JSON Schema that knows nothing of us says of each document. */
    private List<String> validate(List<String> documents) throws IOException, InterruptedException {
        Path program = Files.writeString(directory.resolve("validate.py"), PROGRAM);
        Path all = Files.writeString(directory.resolve("all.jsonl"), String.join("\n", documents) + "\n");
        Process python;
        try {
            python = new ProcessBuilder("python3", program.toString(), FILE.toString(), all.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException noPython) {
            return List.of("missing");
        }
        String said = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(python.waitFor()).isZero();
        return said.lines().toList();
    }

    @Test
    void anotherImplementationTakesWhatWeWriteAndRefusesWhatWeRefuse() throws Exception {
        List<String> good = new ArrayList<>();
        for (ScenarioFile.BuiltIn each : ScenarioFile.builtIns()) {
            good.add(json(ScenarioFile.builtIn(each.name(), Map.of()).scenario().source()));
        }
        for (String line : Sentences.all()) {
            good.add(json(Sentences.script(line)));
        }
        for (int seed = 0; seed < 50; seed++) {
            good.add(json(ScenarioText.of(new Samples(seed).next())));
        }
        good.add(json(
                "set D 5ms\nfor X in 1 2\nnetwork n 10.9.0.0/24 delay $D mtu 140$X\n" + Scripts.BASE + Scripts.END));
        List<String> bad = bad(json(Scripts.CONTRACT));
        List<String> said = validate(
                java.util.stream.Stream.concat(good.stream(), bad.stream()).toList());
        assumeTrue(!said.equals(List.of("missing")), "python3 with jsonschema is not here");

        assertThat(said.subList(0, good.size())).allMatch("good"::equals);
        assertThat(said.subList(good.size(), said.size())).hasSameSizeAs(bad).allMatch(it -> it.startsWith("bad"));
    }

    /** {@code good} with one mistake each; the program refuses them too. */
    private static List<String> bad(String good) {
        List<List<String>> mistakes = List.of(
                List.of("\"delay\":\"1ms\"", "\"delay\":\"1\""),
                List.of("\"delay\":\"1ms\"", "\"delay\":1"),
                List.of("\"delay\"", "\"dealy\""),
                List.of("\"prefix\":\"10.10.0.0/24\"", "\"prefix\":\"10.10.0.0\""),
                List.of("\"prefix\":\"10.10.0.0/24\",", ""),
                List.of("\"nat\":true", "\"nat\":\"yes\""),
                List.of("\"kind\":\"tcp\"", "\"kind\":\"sctp\""),
                List.of("\"do\":\"end\"", "\"do\":\"explode\""),
                List.of("\"do\":\"end\"", "\"do\":\"end\",\"node\":\"mn\""),
                List.of("\"is\":\"<\"", "\"is\":\"below\""),
                List.of("\"scope\":\"outside moves\"", "\"scope\":\"inside moves\""),
                List.of("mobileip.scenario/1", "mobileip.scenario/2"),
                List.of("\"what\":\"intact\",", ""),
                List.of("\"streams\"", "\"flows\""));
        return mistakes.stream()
                .map(mistake -> {
                    assertThat(good).contains(mistake.get(0));
                    String text = good.replaceFirst(
                            java.util.regex.Pattern.quote(mistake.get(0)),
                            java.util.regex.Matcher.quoteReplacement(mistake.get(1)));
                    assertThat(org.assertj.core.api.Assertions.catchThrowable(
                                    () -> ScenarioFile.parse(Path.of("bad.json"), text, Map.of())))
                            .as(text)
                            .isInstanceOf(ConfigException.class);
                    return text;
                })
                .toList();
    }
}
