package dev.vedette.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.backtest.Backtest;
import dev.vedette.events.AccessEvent;
import dev.vedette.events.EventJson;
import dev.vedette.flows.Now;
import dev.vedette.replay.input.Input;
import dev.vedette.runtime.Pipeline;
import dev.vedette.runtime.Pipeline.Deployment;
import dev.vedette.runtime.broker.Brokers;
import dev.vedette.runtime.kafka.ClientProperties;
import dev.vedette.simulator.Company;
import dev.vedette.simulator.CompanySettings;
import dev.vedette.simulator.LabelledEvent;
import dev.vedette.sources.Context;
import dev.vedette.sources.Formats;
import dev.vedette.topology.PipelineSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A replay that is killed again and again ends as one that was left in peace: nothing is lost,
 * nothing is doubled.
 *
 * <p>The moments are random, from a seed that is printed; {@code -Dvedette.kill.seed=…} repeats
 * them, as far as a machine does the same at the same time.
 */
@Timeout(900)
class KillTest {
  private static final int KILLS = 10;
  private static final int PARTITIONS = 4;
  private static final long DEFAULT_SEED = 20_261_122;
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final Duration GRACE = PipelineSettings.DEFAULT.intake().grace();
  private static final long NEAR_MILLIS = 240_000;

  private static final List<String> MALFORMED =
      List.of(
          "{\"id\":\"cut\",\"time\":\"2026-01-0",
          "not JSON",
          "{\"category\":\"api\",\"action\":\"read\",\"principal\":{\"id\":\"nobody\"}}",
          "{\"time\":\"yesterday\",\"category\":\"api\",\"action\":\"read\"}",
          "[".repeat(5_000));

  @TempDir private Path directory;

  /** What was written, and what must become of it. */
  private record Written(Path file, long lines, long duplicates, long late, long malformed) {}

  @Test
  void shouldLoseAndDoubleNothingWhenKilledAnywhere() throws Exception {
    long seed = Long.getLong("vedette.kill.seed", DEFAULT_SEED);
    System.out.println("KillTest: seed " + seed);
    var random = new Random(seed);
    Written input = write(random);
    RunDirectory peaceful = backtest(input.file());
    assertTrue(peaceful.count("signals") > 50, "the input is not trivial");
    assertTrue(peaceful.count("alerts") > 0, "the input is not trivial");
    assertEquals(input.duplicates(), peaceful.count("duplicates"), "the input is what it says");
    assertEquals(input.late(), peaceful.count("tooLate"), "the input is what it says");

    RunDirectory killed = killed(input, random);
    RunDirectory undisturbed = undisturbed(input.file());

    assertEquals(input.lines(), killed.count("read"));
    assertTrue(killed.closes(), () -> "the account closes: " + killed);
    assertEquals(input.duplicates(), killed.count("duplicates"));
    assertEquals(input.late(), killed.count("tooLate"));
    assertEquals(input.malformed(), killed.count("deadLettered"));
    assertEquals(0, killed.count("skewed"));
    assertEquals(
        input.lines() - input.duplicates() - input.late() - input.malformed(),
        killed.count("scored"));
    assertEquals(
        undisturbed.texts("dead-letters.jsonl", "origin").stream().sorted().toList(),
        killed.texts("dead-letters.jsonl", "origin").stream().sorted().toList());
    assertEquals(input.malformed(), killed.lines("dead-letters.jsonl").size());
    assertDistinct(killed, "risk-updates.jsonl");
    assertDistinct(killed, "alerts.jsonl");
    assertTrue(killed.count("riskUpdates") > 10, "updates were published");
    assertEquals(peaceful.summary().get("digests"), undisturbed.summary().get("digests"));
    assertEquals(undisturbed.summary().get("digests"), killed.summary().get("digests"));
    assertEquals(undisturbed.digest(), killed.digest());
  }

  private static void assertDistinct(RunDirectory run, String file) throws IOException {
    List<String> ids = run.texts(file, "id");
    assertEquals(ids.size(), new HashSet<>(ids).size(), () -> file + " has an id twice");
  }

  private Written write(Random random) throws IOException {
    List<AccessEvent> events =
        Company.of(
                CompanySettings.of(45, 10, random.nextInt(1_000))
                    .withAttacks(4, 1)
                    .withDisorder(true))
            .events()
            .map(LabelledEvent::event)
            .toList();
    assertTrue(events.size() > 10_000, () -> "there is enough to do: " + events.size());
    Path file = directory.resolve("events.jsonl");
    long lines = 0;
    long duplicates = 0;
    long late = 0;
    long malformed = 0;
    long clock = Long.MIN_VALUE;
    var out = new ByteArrayOutputStream();
    for (int i = 0; i < events.size(); i++) {
      AccessEvent event = events.get(i);
      clock = Math.max(clock, event.timeMillis());
      line(out, EventJson.canonical(event));
      lines++;
      late += clock - event.timeMillis() > GRACE.toMillis() ? 1 : 0;
      int chance = random.nextInt(1_000);
      if (chance < 30 && clock - event.timeMillis() < NEAR_MILLIS) {
        line(out, EventJson.canonical(event));
        duplicates++;
        lines++;
      } else if (chance < 35 && i > 1_000) {
        line(out, late(event, clock));
        late++;
        lines++;
      } else if (chance < 40) {
        line(out, MALFORMED.get(random.nextInt(MALFORMED.size())).getBytes(UTF_8));
        malformed++;
        lines++;
      }
    }
    Files.write(file, out.toByteArray());
    assertTrue(duplicates > 100 && late > 20 && malformed > 20, "all kinds of lines are there");
    return new Written(file, lines, duplicates, late, malformed);
  }

  private static byte[] late(AccessEvent event, long clockMillis) {
    String was = Instant.ofEpochMilli(event.timeMillis()).toString();
    String is = Instant.ofEpochMilli(clockMillis - 3_600_000).toString();
    return new String(EventJson.canonical(event), UTF_8).replace(was, is).getBytes(UTF_8);
  }

  private static void line(ByteArrayOutputStream out, byte[] line) {
    out.writeBytes(line);
    out.write('\n');
  }

  private RunDirectory backtest(Path file) throws IOException {
    Path out = directory.resolve("backtest");
    new Backtest(
            recording(file), PipelineSettings.DEFAULT.at(Now.RECEPTION), (lines, bytes, all) -> {})
        .run(out);
    return new RunDirectory(out);
  }

  private static Recording recording(Path file) throws IOException {
    return new Recording(
        Formats.of("vedette"),
        Input.of(List.of(file.toString())),
        new Context(AccessEvent.DEFAULT_TENANT, LocalDate.now(ZoneOffset.UTC).getYear()),
        GRACE);
  }

  /** On the same broker, under other names. */
  private RunDirectory undisturbed(Path file) throws Exception {
    String name = Brokers.unique("undisturbed");
    Path out = directory.resolve("undisturbed");
    new Replay(
            recording(file), settings(name + "."), deployment(name), (progress, bytes, all) -> {})
        .run(out);
    return new RunDirectory(out);
  }

  private static PipelineSettings settings(String topicPrefix) {
    return PipelineSettings.DEFAULT.at(Now.RECEPTION).withTopicPrefix(topicPrefix);
  }

  private Deployment deployment(String applicationId) {
    return new Deployment(
        applicationId,
        ClientProperties.NONE.withBootstrapServers(Brokers.forTests()),
        directory.resolve("state-" + applicationId),
        1,
        Duration.ofMillis(100),
        16 << 20,
        PARTITIONS,
        true,
        0,
        "1");
  }

  private RunDirectory killed(Written input, Random random) throws Exception {
    Path out = directory.resolve("killed");
    var identity = ReplayIdentity.of(recording(input.file()), settings(""), "none", "packaged");
    String prefix = identity.topicPrefix();
    // As the first run would: the topic that is watched must be there.
    Pipeline.provision(settings(prefix), deployment(identity.applicationId()));
    var application =
        new ReplayProcess(
            directory,
            List.of(
                "--source",
                "vedette",
                "--input",
                input.file().toString(),
                "--out",
                out.toString(),
                "--partitions",
                Integer.toString(PARTITIONS),
                "--bootstrap-servers",
                Brokers.forTests()));
    int inTheMiddle = 0;
    try (var watch = new ProgressWatch(Brokers.forTests(), prefix, PATIENCE)) {
      for (int kill = 1; kill <= KILLS; kill++) {
        long from = watch.latest().items();
        // A stretch of what is left, so that every run comes some way and all ten fit in.
        long stretch = (input.lines() - from) / (3L * (KILLS - kill + 3));
        long threshold = from + 1 + (long) (random.nextDouble() * stretch);
        long pauseMillis = random.nextInt(500);
        application.start();
        watch.await(threshold, application.process());
        // The wait is what is tried here: any moment, not one that a condition names.
        boolean ended = application.process().waitFor(pauseMillis, TimeUnit.MILLISECONDS);
        application.kill();
        Progress at = watch.latest();
        inTheMiddle += ended || at.ended() ? 0 : 1;
        System.out.printf(
            "KillTest: kill %d at %d of %d lines (wanted %d + %d ms)%s%n",
            kill, at.items(), input.lines(), threshold, pauseMillis, ended ? ", too late" : "");
      }
      int hits = inTheMiddle;
      assertTrue(hits >= KILLS - 2, () -> hits + " kills were in the middle");
      application.start();
      application.finish(PATIENCE);
      assertTrue(watch.latest().ended(), "the input was read to its end");
      assertEquals(input.lines(), watch.latest().items());
    }
    return new RunDirectory(out);
  }
}
