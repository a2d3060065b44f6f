package dev.vedette.models;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.backtest.PlainPipeline;
import dev.vedette.detectors.Registry;
import dev.vedette.events.AccessEvent;
import dev.vedette.events.EventFormatException;
import dev.vedette.events.EventJson;
import dev.vedette.events.Observation;
import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectKey;
import dev.vedette.events.SubjectType;
import dev.vedette.risk.Rise;
import dev.vedette.risk.RiskUpdate;
import dev.vedette.schemas.Topics;
import dev.vedette.topology.DrivenTopology;
import dev.vedette.topology.PipelineSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was learned in batch counts, as of event time, in the topology as in the plain fold. */
class LearnedTest {
  private static final Instant START = Instant.parse("2026-03-02T09:00:00Z");
  private static final Instant LEARNED = START.plus(Duration.ofDays(1));
  private static final String HEAD =
      """
      "format":"vedette-model/1","tenant":"*","version":1,\
      "createdAt":"2026-03-01T00:00:00Z","effectiveFrom":"%s","trainingDigest":"sha256:%s",\
      """
          .formatted(LEARNED, "0".repeat(64));
  private static final String CALIBRATION =
      """
      {%s"kind":"calibration","id":"evidence","model":{"detectors":{
        "password-spray":{"windows":1000,"points":[[4,3]]}}}}
      """
          .formatted(HEAD);
  private static final String WEIGHTS =
      """
      {%s"kind":"fusion-weights","id":"verdicts",
        "model":{"verdicts":9,"families":{},"detectors":{"password-spray":0.5}}}
      """
          .formatted(HEAD);
  private static final String GROUPS =
      """
      {%s"kind":"peer-groups","id":"behaviour","model":{"groups":[
        {"name":"g01","members":["%016x"]}]}}
      """
          .formatted(HEAD, SubjectKey.digest64(Subject.of("t", SubjectType.USER, "user-3")));

  @TempDir private Path directory;

  @SuppressWarnings("NullAway.Init")
  LearnedTest() {}

  /** Thirty accounts fail to sign in from one address within a quarter of an hour. */
  private static List<AccessEvent> spray(String name, String address, Instant from) {
    var events = new ArrayList<AccessEvent>();
    for (int i = 0; i < 30; i++) {
      String json =
          """
          {"id":"%s-%d","time":"%s","tenant":"t","category":"authentication","action":"sign_in",\
          "outcome":"failure","principal":{"id":"user-%d"},"source":{"ip":"%s"}}\
          """
              .formatted(name, i, from.plusSeconds(30L * i), i, address);
      try {
        events.add(EventJson.read(json.getBytes(UTF_8)));
      } catch (EventFormatException e) {
        throw new IllegalArgumentException(json, e);
      }
    }
    return events;
  }

  private static List<AccessEvent> twoSprays() {
    List<AccessEvent> events = spray("before", "198.51.100.7", START);
    events.addAll(spray("after", "198.51.100.8", LEARNED.plus(Duration.ofHours(1))));
    return events;
  }

  private static ModelSet models() {
    ModelSet models = ModelSet.NONE;
    for (String json : List.of(CALIBRATION, WEIGHTS, GROUPS)) {
      models = models.with(ModelJson.read("test", json.getBytes(UTF_8)));
    }
    return models;
  }

  /** The final evidence of the address, by detector and day, in micro-nats. */
  private static Map<String, Integer> evidence(List<Signal> signals) {
    var last = new TreeMap<String, Integer>();
    for (Signal signal : signals) {
      if (signal.subject().type() == SubjectType.IP && signal.via() == null) {
        String day = signal.windowStartMillis() < LEARNED.toEpochMilli() ? "before" : "after";
        last.put(
            signal.detector() + '@' + signal.windowStartMillis() + ' ' + day,
            signal.evidenceMicros());
      }
    }
    return last;
  }

  private static int most(Map<String, Integer> evidence, String day) {
    return evidence.entrySet().stream()
        .filter(e -> e.getKey().startsWith("password-spray@") && e.getKey().endsWith(day))
        .mapToInt(e -> e.getValue())
        .max()
        .orElse(0);
  }

  private static final class Heard implements PlainPipeline.Listener {
    private final Set<String> peers = new TreeSet<>();

    @Override
    public void updated(RiskUpdate update) {}

    @Override
    public void risen(Rise rise) {}

    @Override
    public void refused(AccessEvent event, String reason, String detail, long receivedMillis) {}

    @Override
    public void scored(AccessEvent event, List<Observation> observations) {
      for (Observation observation : observations) {
        String department = observation.stamp().department();
        if (department != null) {
          peers.add(observation.eventId() + ' ' + department);
        }
      }
    }
  }

  private static Map<String, Integer> fold(ModelSet models, Heard heard) {
    var pipeline =
        new PlainPipeline(PipelineSettings.DEFAULT.withModels(models), Registry.all(), heard);
    twoSprays().forEach(event -> pipeline.accept(event, event.timeMillis()));
    return evidence(pipeline.signals());
  }

  @Test
  void shouldWeighEvidenceFromTheInstantOnAtWhichTheModelCounts() {
    Map<String, Integer> claimed = fold(ModelSet.NONE, new Heard());
    assertTrue(most(claimed, "before") > 4_000_000, "sharp: " + claimed);
    assertTrue(most(claimed, "after") > 4_000_000, "sharp: " + claimed);
    Map<String, Integer> weighed = fold(models(), new Heard());
    assertEquals(most(claimed, "before"), most(weighed, "before"));
    int half = most(weighed, "after");
    assertEquals(1_500_000, half, "half of the three nats that are believed");
  }

  @Test
  void shouldSayTheSameWhenTheTopicTellsOfTheModelsWhileItRuns() {
    Map<String, Integer> expected = fold(models(), new Heard());
    var signals = new ArrayList<Signal>();
    try (var topology = new DrivenTopology(PipelineSettings.DEFAULT, directory, START)) {
      for (AccessEvent event : spray("before", "198.51.100.7", START)) {
        topology.send(event, Instant.ofEpochMilli(event.timeMillis()));
      }
      signals.addAll(topology.signals());
      topology.tell(Topics.MODELS, "%2A/calibration/evidence/1", CALIBRATION);
      topology.tell(Topics.MODELS, "%2A/fusion-weights/verdicts/1", WEIGHTS);
      for (AccessEvent event : spray("after", "198.51.100.8", LEARNED.plus(Duration.ofHours(1)))) {
        topology.send(event, Instant.ofEpochMilli(event.timeMillis()));
      }
      signals.addAll(topology.signals());
    }
    Map<String, Integer> told = evidence(signals);
    told.values().removeIf(micros -> micros == 0);
    expected.values().removeIf(micros -> micros == 0);
    assertEquals(expected, told);
  }

  @Test
  void shouldStampThePeersThatWereLearnedWhereNoDirectoryKnowsThem() {
    var heard = new Heard();
    fold(ModelSet.NONE, heard);
    assertEquals(Set.of(), heard.peers);
    fold(models(), heard);
    assertEquals(Set.of("after-3 learned:1:g01"), heard.peers);
  }

  @Test
  void shouldKnowNothingOfWhomNobodyLearned() {
    var peers = new LearnedPeers(new Models(models()));
    Subject known = Subject.of("t", SubjectType.USER, "user-3");
    assertEquals("learned:1:g01", peers.groupOf(known, LEARNED.toEpochMilli()));
    assertNull(peers.groupOf(known, LEARNED.toEpochMilli() - 1), "it did not count yet");
    assertNull(peers.groupOf(Subject.of("t", SubjectType.USER, "user-4"), LEARNED.toEpochMilli()));
  }
}
