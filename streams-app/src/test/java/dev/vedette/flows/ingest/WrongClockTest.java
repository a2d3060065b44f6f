package dev.vedette.flows.ingest;

import static dev.vedette.topology.DrivenTopology.event;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.events.Observation;
import dev.vedette.events.Signal;
import dev.vedette.flows.Now;
import dev.vedette.flows.SourceHeader;
import dev.vedette.flows.behaviour.Account;
import dev.vedette.flows.behaviour.BehaviourStores;
import dev.vedette.flows.ingest.IngestAccounts.Cause;
import dev.vedette.flows.ingest.IngestAccounts.Kind;
import dev.vedette.risk.RiskUpdate;
import dev.vedette.topology.DrivenTopology;
import dev.vedette.topology.PipelineSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A source whose clock is wrong moves nobody else's time. */
class WrongClockTest {
  private static final Instant START = Instant.parse("2026-03-02T06:00:00Z");
  private static final int MINUTES = 3 * 24 * 60;
  private static final List<String> ACTIONS = List.of("read", "write", "list", "delete");

  @TempDir private Path directory;

  /** What everybody else's events led to. */
  private record Result(
      List<Observation> observations,
      List<Signal> signals,
      List<RiskUpdate> updates,
      int windows,
      int baselines,
      Account account) {}

  private Result run(String name, boolean withWrongClocks, int[] bad) throws IOException {
    var settings =
        PipelineSettings.DEFAULT
            .at(Now.RECEPTION)
            .withRaw(new RawSources(RawSource.of(List.of("wrong=vedette")), "t"));
    var random = new Random(7);
    try (var topology = new DrivenTopology(settings, directory.resolve(name), START)) {
      for (int minute = 0; minute < MINUTES; minute++) {
        Instant now = START.plusSeconds(60L * minute);
        String who = "user-" + random.nextInt(5);
        String action = ACTIONS.get(random.nextInt(ACTIONS.size()));
        boolean burst = minute > MINUTES - 60 && who.equals("user-3");
        for (int i = 0; i < (burst ? 40 : 1); i++) {
          topology.send(event("e%d-%d".formatted(minute, i), now, who, action), now);
        }
        if (withWrongClocks && minute % 10 == 0) {
          for (Instant wrong :
              List.of(
                  Instant.parse("2100-01-01T00:00:00Z"),
                  now.plus(Duration.ofDays(2)),
                  now.minus(Duration.ofHours(24)),
                  now.minus(Duration.ofHours(1)))) {
            topology.send("raw.wrong.v1", null, json(minute, wrong), now);
            bad[0]++;
          }
        }
      }
      var result =
          new Result(
              topology.observations(),
              topology.signals(),
              topology.updates(),
              topology.size(BehaviourStores.WINDOWS),
              topology.size(BehaviourStores.BASELINES),
              topology.judged().total());
      if (withWrongClocks) {
        check(topology.ingested(), bad[0]);
      }
      return result;
    }
  }

  private static byte[] json(int minute, Instant time) {
    return """
    {"id":"w%d-%s","time":"%s","category":"api","action":"read","principal":{"id":"user-3"}}
    """
        .formatted(minute, time.getEpochSecond(), time)
        .getBytes(UTF_8);
  }

  private static void check(IngestAccounts counted, int bad) {
    IngestAccount wrong = counted.bySource().getOrDefault("wrong", IngestAccount.EMPTY);
    assertEquals(bad, wrong.read());
    assertEquals(0, wrong.accepted());
    assertEquals(bad / 2, wrong.tooLate(), "a day and an hour behind");
    assertEquals(bad / 2, wrong.future(), "the year 2100 and two days ahead");
    assertEquals(
        (long) bad / 2,
        counted.causes().getOrDefault(new Cause("wrong", Kind.DEAD, "time-in-future"), 0L));
    assertEquals(Duration.ofHours(24).toMillis(), wrong.maxBehindMillis());
    assertEquals(
        Duration.between(START, Instant.parse("2100-01-01T00:00:00Z")).toMillis(),
        wrong.maxAheadMillis());
    IngestAccount right = counted.bySource().getOrDefault(SourceHeader.OWN, IngestAccount.EMPTY);
    assertEquals(right.read(), right.accepted());
    assertEquals(0, right.maxAheadMillis());
  }

  @Test
  void shouldMoveNobodyElsesTime() throws IOException {
    int[] bad = {0};
    Result alone = run("alone", false, bad);
    assertEquals(0, bad[0]);
    assertTrue(alone.observations().size() > MINUTES, "events came through");
    assertTrue(alone.signals().stream().anyMatch(signal -> signal.evidenceMicros() > 0));
    assertTrue(!alone.updates().isEmpty(), "risk moved");
    Result beside = run("beside", true, bad);
    assertTrue(bad[0] > 1_000, () -> "wrong events " + bad[0]);
    assertEquals(alone, beside);
  }
}
