package dev.vedette.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vedette.board.Plain;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectType;
import dev.vedette.explain.Explained;
import dev.vedette.explain.ExplainedJson;
import dev.vedette.explain.Explainer;
import dev.vedette.flows.risk.Position;
import dev.vedette.json.Json;
import dev.vedette.json.Parsed;
import dev.vedette.rest.Origin;
import dev.vedette.rest.Queries;
import dev.vedette.rest.RestServer;
import dev.vedette.rest.RestSettings;
import dev.vedette.results.RecordedRun;
import dev.vedette.risk.Formula;
import dev.vedette.risk.Policy;
import dev.vedette.risk.Retrospect.Sense;
import dev.vedette.risk.RiskUpdate;
import dev.vedette.risk.SignalLog;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** What the commands that explain and prove say of a recorded run. */
@TestInstance(Lifecycle.PER_CLASS)
class ExplainCommandTest {
  private static final int USERS = 60;

  private Path directory = Path.of("");
  private RecordedStory story = new RecordedStory(Path.of(""), "");

  private record Ran(int exit, String out, String err) {}

  private static Ran run(String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    int exit =
        Vedette.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(arguments);
    return new Ran(exit, out.toString(), err.toString());
  }

  private Ran explain(String... more) {
    var arguments = new ArrayList<>(List.of("explain", "user:" + story.victim(), "--run"));
    arguments.add(story.run().toString());
    arguments.addAll(List.of("--tenant", "acme"));
    arguments.addAll(List.of(more));
    return run(arguments.toArray(String[]::new));
  }

  @BeforeAll
  void record(@TempDir Path temporary) throws IOException {
    directory = temporary;
    story = RecordedStory.in(directory, USERS);
  }

  private List<RiskUpdate> updates() throws IOException {
    return Files.readAllLines(story.run().resolve("risk-updates.jsonl")).stream()
        .map(line -> Parsed.update(Parsed.tree(line)))
        .toList();
  }

  @Test
  void shouldTellSomebodyWhoKnowsNothingWhatHappenedAndWhy() {
    Ran ran = explain("--counterfactual");
    assertEquals(0, ran.exit(), ran.err());
    List<String> lines = ran.out().lines().toList();
    String all = String.join(" ", ran.out().split("\\s+", -1));
    assertTrue(lines.getFirst().startsWith("user " + story.victim() + ": risk 99."), ran.out());
    assertTrue(lines.getFirst().endsWith("CRITICAL"), ran.out());
    for (String wanted :
        List.of(
            "WHAT HAPPENED",
            "Password spray",
            "failed sign-ins on",
            "WHY THE RISK IS 99.",
            "Before any evidence",
            "HOW THE LEVEL CAME ABOUT",
            "LOW → ",
            "WHAT COMES NEXT",
            "falls to HIGH",
            "falls to LOW",
            "WHAT CRITICAL HANGS ON",
            "As it was known then. Nothing of it was corrected later.")) {
      assertTrue(all.contains(wanted), () -> "\"" + wanted + "\" is missing in\n" + ran.out());
    }
    lines.forEach(line -> assertTrue(Plain.columns(line) <= 80, line));
    assertFalse(ran.out().contains("\u001b"), "colour in a pipe");
  }

  @Test
  void shouldAddUpToTheLastDigitStepByStep() {
    JsonNode answer = Parsed.tree(explain("--json").out());
    BigDecimal at = BigDecimal.ZERO;
    int signals = 0;
    for (JsonNode step : answer.get("waterfall")) {
      assertEquals(
          at, step.get("from").decimalValue().setScale(6).stripTrailingZeros(), step::toString);
      if (!step.get("kind").textValue().equals("family")) {
        at = step.get("to").decimalValue().setScale(6).stripTrailingZeros();
        signals += step.get("kind").textValue().equals("signal") ? 1 : 0;
      }
    }
    assertTrue(signals >= 4, answer::toString);
    assertEquals(
        answer.get("risk").get("logOdds").decimalValue().setScale(6).stripTrailingZeros(), at);
  }

  @Test
  void shouldDrawAPictureThatNeedsNothingElse() throws Exception {
    Path file = directory.resolve("story.svg");
    assertEquals(0, explain("--svg", file.toString()).exit());
    String svg = Files.readString(file);
    var document =
        DocumentBuilderFactory.newDefaultInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    assertEquals("svg", document.getDocumentElement().getTagName());
    assertTrue(svg.contains("<title id=\"vf-title\">user " + story.victim()), svg);
    assertTrue(svg.contains("prefers-color-scheme:dark") && svg.contains("role=\"img\""));
    assertFalse(svg.contains("<script") || svg.contains("href") || svg.contains("url("), svg);
    assertTrue(document.getElementsByTagName("rect").getLength() > 5);
  }

  @Test
  void shouldReadBackEveryUpdateThatWasWritten() throws IOException {
    List<String> lines = Files.readAllLines(story.run().resolve("risk-updates.jsonl"));
    assertTrue(lines.size() > 10, lines.size() + " updates");
    for (String line : lines) {
      RiskUpdate update = Parsed.update(Parsed.tree(line));
      assertEquals(line, Json.text(json -> Json.update(update, json)));
    }
  }

  @Test
  void shouldProveEveryUpdateOfTheRun() throws IOException {
    Path file = story.run().resolve("risk-updates.jsonl");
    Ran ran = run("verify", file.toString(), "--run", story.run().toString());
    int all = updates().size();
    assertEquals(0, ran.exit(), ran.out() + ran.err());
    assertTrue(ran.out().startsWith("%d of %d updates of ".formatted(all, all)), ran.out());
    String id = updates().getLast().id();
    Ran one = run("verify", id, "--run", story.run().toString());
    assertEquals(0, one.exit(), one.out());
    assertTrue(one.out().contains("HOLDS"), one.out());
  }

  @Test
  void shouldNotBelieveATamperedUpdate() throws IOException {
    String line =
        Files.readAllLines(story.run().resolve("risk-updates.jsonl")).stream()
            .filter(text -> text.contains("CRITICAL"))
            .findFirst()
            .orElseThrow();
    RiskUpdate update = Parsed.update(Parsed.tree(line));
    String evidence = "\"evidence\":4.000000";
    assertTrue(line.contains(evidence), line);
    Path file =
        Files.writeString(
            directory.resolve("tampered.json"),
            line.replaceFirst(evidence, "\"evidence\":4.000001"));
    Ran ran = run("verify", file.toString(), "--run", story.run().toString());
    assertEquals(1, ran.exit(), ran.out());
    assertTrue(ran.out().contains("DOES NOT HOLD"), ran.out());
    assertTrue(ran.out().contains("told ") && ran.out().contains("found "), ran.out());
    JsonNode json =
        Parsed.tree(
            run("verify", file.toString(), "--run", story.run().toString(), "--json").out());
    assertEquals(update.id(), json.get("id").textValue());
    assertFalse(json.get("holds").booleanValue());
    assertEquals(1, json.get("differences").size(), json::toString);
  }

  @Test
  void shouldTellEachUpdatesRiskAsItWasKnown() throws IOException {
    RiskUpdate first =
        updates().stream()
            .filter(update -> update.subject().id().equals(story.victim()))
            .filter(update -> update.level() != update.previousLevel())
            .findFirst()
            .orElseThrow();
    String at = Instant.ofEpochMilli(first.atMillis() - 1).toString();
    JsonNode before = Parsed.tree(explain("--json", "--at", at).out());
    assertEquals("as-known", before.get("sense").textValue());
    assertEquals("LOW", before.get("risk").get("level").textValue());
    JsonNode corrected = Parsed.tree(explain("--json", "--at", at, "--as-corrected").out());
    assertEquals("as-corrected", corrected.get("sense").textValue());
    assertTrue(
        corrected.get("risk").get("score").doubleValue()
            > before.get("risk").get("score").doubleValue(),
        "the window had begun, and is known now");
    assertTrue(corrected.get("changedSince").intValue() > 0);
  }

  /** Answers with a risk, whatever is asked. */
  private static Queries serving(Explained explained) {
    return (Queries)
        Proxy.newProxyInstance(
            Queries.class.getClassLoader(),
            new Class<?>[] {Queries.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "now" -> Instant.ofEpochMilli(explained.risk().atMillis());
                  case "risk" ->
                      new Queries.Risk(
                          new Queries.Reflects(0, Position.START),
                          Instant.ofEpochMilli(explained.risk().atMillis()),
                          null,
                          explained,
                          new Origin(null, Origin.Role.ACTIVE, 0, 0, 0));
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  @Test
  void shouldSayTheSameOfAServiceAsOfARecording() throws IOException {
    Subject victim = Subject.of("acme", SubjectType.USER, story.victim());
    var recorded = new RecordedRun(story.run());
    SignalLog log = recorded.log(victim);
    Explained explained =
        new Explainer(Formula.of(Policy.DEFAULT), log, recorded.updates(victim))
            .explain(victim, log.upserts().getLast().receivedMillis(), Sense.AS_KNOWN, true);
    try (var server =
        RestServer.start(new RestSettings("127.0.0.1", 0, null), serving(explained))) {
      String url = "http://127.0.0.1:" + server.port();
      Ran ran =
          run(
              "explain",
              "user:" + story.victim(),
              "--tenant",
              "acme",
              "--url",
              url,
              "--counterfactual",
              "--json");
      assertEquals(0, ran.exit(), ran.err());
      JsonNode served = Parsed.tree(ran.out());
      JsonNode own = Parsed.tree(Json.text(generator -> ExplainedJson.write(explained, generator)));
      for (String same :
          List.of(
              "risk", "sense", "levelSince", "levels", "falls", "waterfall", "counterfactual")) {
        assertEquals(own.get(same), served.get(same), same);
      }
    }
  }

  @Test
  void shouldAskWhatAnotherPolicyWouldHaveDone() throws IOException {
    String packaged = run("policy", "show").out();
    Path strict =
        Files.writeString(
            directory.resolve("strict.yaml"),
            packaged
                .replaceFirst("version: \\S+", "version: strict-1")
                .replaceFirst("prior: -6", "prior: -12"));
    Path page = directory.resolve("what-if.html");
    Ran ran =
        run(
            "what-if",
            "--run",
            story.run().toString(),
            "--policy",
            strict.toString(),
            "--html",
            page.toString(),
            "--json");
    assertEquals(0, ran.exit(), ran.err());
    JsonNode answer = Parsed.tree(ran.out());
    assertEquals("strict-1", answer.get("after").textValue());
    assertTrue(
        answer.get("alerts").get("after").intValue()
            < answer.get("alerts").get("before").intValue(),
        ran.out());
    assertTrue(answer.get("changed").size() > 0, ran.out());
    assertTrue(Files.readString(page).contains("<svg"));
  }

  @Test
  void shouldSayWhatIsWrongWithAQuestion() {
    assertEquals(2, run("explain", "claire", "--run", story.run().toString()).exit());
    Ran nobody = run("explain", "user:nobody", "--run", story.run().toString());
    assertEquals(1, nobody.exit());
    assertTrue(nobody.err().contains("nothing was recorded of user nobody"), nobody.err());
    Ran elsewhere = run("explain", "user:" + story.victim(), "--run", story.run().toString());
    assertTrue(elsewhere.err().contains("there is one in acme"), elsewhere.err());
    Ran nowhere = run("explain", "user:a", "--run", directory.toString());
    assertEquals(1, nowhere.exit());
    assertTrue(nowhere.err().contains("holds no run"), nowhere.err());
    assertEquals(2, run("verify", "x").exit());
    Ran unserved = run("explain", "user:a", "--url", "http://127.0.0.1:1");
    assertEquals(1, unserved.exit());
    assertTrue(unserved.err().contains("no service answers"), unserved.err());
  }
}
