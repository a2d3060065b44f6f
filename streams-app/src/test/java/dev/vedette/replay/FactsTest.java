package dev.vedette.replay;

import static dev.vedette.events.Rarity.UNKNOWN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vedette.events.AccessEvent;
import dev.vedette.events.EventJson;
import dev.vedette.events.Observation;
import dev.vedette.events.Stamp;
import dev.vedette.flows.ingest.Intake;
import dev.vedette.results.RunFiles.Summary;
import dev.vedette.simulator.CompanySettings;
import dev.vedette.simulator.SimulationFiles;
import dev.vedette.sources.facts.Enrichment;
import dev.vedette.sources.facts.FactFolder;
import dev.vedette.topology.DrivenTopology;
import dev.vedette.topology.PipelineSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** One person under several names, sources with wrong clocks, and a directory that changes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FactsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long SEED = 20_261_123L;

  private Path directory;

  private List<JsonNode> events;

  /** The person with the most sign-ins, and another. */
  private String person;

  private String other;

  @SuppressWarnings("NullAway.Init")
  FactsTest() {}

  @BeforeAll
  void simulate(@TempDir Path temporary) throws IOException {
    directory = temporary;
    Path simulated = directory.resolve("simulated.jsonl");
    SimulationFiles.write(
        CompanySettings.of(60, 12, SEED).withPace(0.25).withAttacks(11, 1),
        simulated,
        null,
        (done, of) -> {});
    events = new ArrayList<>();
    var signIns = new HashMap<String, Integer>();
    for (String line : Files.readAllLines(simulated)) {
      JsonNode event = JSON.readTree(line);
      events.add(event);
      if (isPersonal(event)) {
        signIns.merge(who(event), 1, Integer::sum);
      }
    }
    List<String> busiest =
        signIns.entrySet().stream()
            .sorted(
                Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                    .thenComparing(Map.Entry.comparingByKey()))
            .map(Map.Entry::getKey)
            .toList();
    person = busiest.get(0);
    other = busiest.get(1);
    assertTrue(signIns.getOrDefault(person, 0) > 10, () -> "sign-ins: " + signIns);
  }

  private static String who(JsonNode event) {
    return event.path("principal").path("id").asText();
  }

  /** Whether it is a person's sign-in that succeeded. */
  private static boolean isPersonal(JsonNode event) {
    return event.path("action").asText().equals("sign_in")
        && event.path("outcome").asText().equals("success")
        && event.path("principal").path("type").asText().equals("user");
  }

  private static Instant time(JsonNode event) {
    return Instant.parse(event.path("time").asText());
  }

  /** The event as another source reports it. */
  private static JsonNode as(JsonNode event, String source, String name, Duration ahead) {
    ObjectNode copy = event.deepCopy();
    copy.put("id", source + "-" + event.path("id").asText());
    copy.put("time", time(event).plus(ahead).toString());
    ((ObjectNode) copy.path("principal")).put("id", name);
    return copy;
  }

  private Path write(String name, List<JsonNode> lines) throws IOException {
    return Files.write(directory.resolve(name), lines.stream().map(JsonNode::toString).toList());
  }

  private PipelineSettings knowing(String folder, String principals) throws IOException {
    Path facts = Files.createDirectories(directory.resolve(folder));
    Files.writeString(facts.resolve("principals.csv"), principals);
    return Runs.SETTINGS.withFacts(FactFolder.load(facts));
  }

  /**
   * What was found, but of the person, of its sessions, and of the addresses from which it signed
   * in: these are shared, and rightly count what two sources report. Lines of signals and cells of
   * risk.
   */
  private List<String> ofOthers(Path out) throws IOException {
    var lines = new ArrayList<>(Files.readAllLines(out.resolve("signals.jsonl")));
    for (String line : Files.readAllLines(out.resolve("risk.jsonl"))) {
      int at = line.indexOf(",\"at\":");
      lines.add(at < 0 ? line : line.substring(0, at));
    }
    List<String> addresses =
        events.stream()
            .filter(event -> isPersonal(event) && who(event).equals(person))
            .map(event -> event.path("source").path("ip").asText())
            .distinct()
            .map("\"subject\":{\"type\":\"ip\",\"id\":\"%s\"}"::formatted)
            .toList();
    return lines.stream()
        .filter(line -> !line.contains("\"" + person + "\""))
        .filter(line -> addresses.stream().noneMatch(line::contains))
        .sorted()
        .toList();
  }

  @Test
  void shouldKeepOnePersonOneSubjectAndEverybodyElseUntouched() throws Exception {
    PipelineSettings settings =
        knowing(
            "one-person",
            "id,aliases\n%s,CORP\\%s;5f1c9d3e-0000-4000-8000-00000000a11c\n"
                .formatted(person, person));
    var clean = new ArrayList<JsonNode>();
    var noisy = new ArrayList<JsonNode>();
    int twice = 0;
    int ahead = 0;
    int behind = 0;
    for (int i = 0; i < events.size(); i++) {
      JsonNode event = events.get(i);
      clean.add(event);
      if (!isPersonal(event) || !who(event).equals(person) || i > events.size() - 200) {
        noisy.add(event);
        continue;
      }
      // Two sources by two names; a third two days ahead; a fourth an hour behind.
      noisy.add(as(event, "idp", "5F1C9D3E-0000-4000-8000-00000000A11C", Duration.ZERO));
      noisy.add(as(event, "ad", "corp\\" + person, Duration.ZERO));
      noisy.add(as(event, "vpn", person, Duration.ofDays(2)));
      noisy.add(as(event, "mail", person, Duration.ofHours(-1)));
      twice++;
      ahead++;
      behind++;
    }
    assertTrue(twice > 10, "sign-ins told by four sources: " + twice);

    Path quiet = directory.resolve("quiet");
    Summary expected = Runs.backtest("vedette", write("clean.jsonl", clean), quiet, settings);
    Path loud = directory.resolve("loud");
    Path input = write("noisy.jsonl", noisy);
    Summary found = Runs.backtest("vedette", input, loud, settings);

    assertTrue(found.counts().closes(), () -> found.counts().toString());
    assertEquals(ahead, found.counts().deadLettered(), "ahead");
    assertEquals(behind, found.counts().tooLate(), "behind");
    assertEquals(expected.counts().scored() + twice, found.counts().scored());
    List<String> others = ofOthers(loud);
    assertTrue(others.size() > 100, () -> "lines of others: " + others.size());
    assertEquals(ofOthers(quiet), others);
    String risk = Files.readString(loud.resolve("risk.jsonl"));
    assertTrue(risk.contains("\"" + person + "\""));
    assertFalse(risk.toLowerCase(Locale.ROOT).contains("corp\\\\"), "one subject");
    assertFalse(risk.contains("a11c"), "one subject");

    Summary replayed = Runs.replay("vedette", input, directory.resolve("live"), 4, 2, settings);
    assertEquals(found.digest(), replayed.digest());
    assertEquals(found.counts(), replayed.counts());
  }

  @Test
  void shouldScoreWithWhatWasKnownThen() throws Exception {
    Instant change = time(events.get(events.size() / 2));
    // The mailbox "desk" is one person's until the change, and then another's.
    String before = "%s,desk,finance,1,\n%s,,it,1,\n".formatted(person, other);
    String after = "%s,,audit,20,%s\n%s,desk,it,1,%s\n".formatted(person, change, other, change);
    String header = "id,aliases,department,criticality,effective_from\n";
    PipelineSettings changing = knowing("changing", header + before + after);
    PipelineSettings unchanged = knowing("unchanged", header + before);

    var lines = new ArrayList<JsonNode>();
    var days = new TreeMap<Long, Integer>();
    for (JsonNode event : events) {
      lines.add(event);
      if (isPersonal(event) && who(event).equals(person)) {
        ObjectNode far = (ObjectNode) as(event, "desk", "desk", Duration.ZERO);
        ((ObjectNode) far.path("source")).put("country", "NZ").put("asn", 64_500);
        lines.add(far);
        days.merge(time(event).isBefore(change) ? 0L : 1L, 1, Integer::sum);
      }
    }
    assertTrue(days.size() == 2 && days.values().stream().allMatch(n -> n > 3), days::toString);
    Path input = write("desk.jsonl", lines);

    Path first = directory.resolve("first");
    Summary one = Runs.backtest("vedette", input, first, changing);
    Summary two = Runs.backtest("vedette", input, directory.resolve("second"), changing);
    Summary live = Runs.replay("vedette", input, directory.resolve("third"), 4, 2, changing);
    assertTrue(one.signals() > 20, "signals: " + one.signals());
    assertEquals(one.digest(), two.digest());
    assertEquals(one.digest(), live.digest());

    Path without = directory.resolve("without");
    Summary old = Runs.backtest("vedette", input, without, unchanged);
    assertNotEquals(one.digest(), old.digest(), "the change matters");
    assertEquals(one.eventsDigest(), old.eventsDigest());
    // Until the change both say the same.
    assertEquals(windowsUntil(without, change), windowsUntil(first, change));
    assertFalse(windowsUntil(first, change).isEmpty());
    assertFalse(Files.readString(first.resolve("risk.jsonl")).contains("\"desk\""));
  }

  @Test
  void shouldStampWhatWasKnownThenInTopologyAndBacktestAlike() throws Exception {
    Instant change = time(events.get(events.size() / 2));
    PipelineSettings settings =
        knowing(
            "stamped",
            "id,department,criticality,effective_from\n%s,finance,1,\n%s,audit,20,%s\n"
                .formatted(person, person, change));
    var enrichment = new Enrichment(settings.facts(), settings.facts().directory());
    var stamps = new TreeMap<String, Integer>();
    var plain = new ArrayList<Observation>();
    var topology = new ArrayList<Observation>();
    Files.createDirectory(directory.resolve("driven"));
    try (var driven = new DrivenTopology(settings, directory.resolve("driven"), change)) {
      var intake =
          new Intake(settings.intake(), enrichment, (tenant, thing, among, day) -> UNKNOWN);
      for (JsonNode line : events) {
        if (who(line).equals(person)) {
          AccessEvent event = EventJson.read(line.toString().getBytes(StandardCharsets.UTF_8));
          driven.send(event, time(line));
          switch (intake.take(event, event.timeMillis())) {
            case Intake.Taken.Accepted(var observations) -> plain.addAll(observations);
            default -> throw new AssertionError(line.toString());
          }
          Stamp stamp = plain.getLast().stamp();
          assertNotEquals(0, stamp.version());
        }
      }
      driven.observations().forEach(topology::add);
    }
    assertEquals(
        plain.stream().map(Observation::stamp).toList(),
        topology.stream().map(Observation::stamp).toList());
    for (Observation seen : topology) {
      if (seen.primary()) {
        boolean before = seen.timeMillis() < change.toEpochMilli();
        assertEquals(before ? "finance" : "audit", seen.stamp().department());
        assertEquals(before ? 0 : Stamp.criticalityMicros(20), seen.stamp().criticalityMicros());
        stamps.merge(String.valueOf(seen.stamp().department()), 1, Integer::sum);
      }
    }
    assertTrue(
        stamps.size() == 2 && stamps.values().stream().allMatch(n -> n > 50), stamps::toString);
  }

  /** The signals whose windows end before an instant. */
  private static List<String> windowsUntil(Path out, Instant instant) throws IOException {
    var lines = new ArrayList<String>();
    for (String line : Files.readAllLines(out.resolve("signals.jsonl"))) {
      JsonNode end = JSON.readTree(line).path("window").path("end");
      assertFalse(end.isMissingNode(), line);
      if (!Instant.parse(end.asText()).isAfter(instant)) {
        lines.add(line);
      }
    }
    return lines;
  }
}
