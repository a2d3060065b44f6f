package dev.vedette.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vedette.policy.Formulas;
import dev.vedette.policy.PolicyDocument;
import dev.vedette.policy.PolicyFile;
import dev.vedette.risk.Level;
import dev.vedette.risk.Policy;
import dev.vedette.runtime.Pipeline;
import dev.vedette.runtime.Pipeline.Deployment;
import dev.vedette.runtime.broker.BrokerSettings;
import dev.vedette.runtime.broker.Brokers;
import dev.vedette.runtime.broker.EmbeddedBroker;
import dev.vedette.runtime.kafka.ClientProperties;
import dev.vedette.runtime.kafka.Publisher;
import dev.vedette.schemas.Topics;
import dev.vedette.topology.Names;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A company's life with sessions, postures of devices, verdicts and changes of policy, through the
 * application in a process of its own on a broker in another, while both are killed: it ends as the
 * plain fold does and as a run that was left in peace, to the last digit of everybody's risk.
 *
 * <p>A broker on its way down may answer what stops the pipeline, loudly, as it should; then the
 * application is started again, as whoever runs it would. How often that was is printed.
 *
 * <p>Events and verdicts come in by the recording: verdicts at their time. Policies are published
 * by who watches, at a third and at two thirds of the lines: what they do does not depend on when
 * they come, as the last one reads all evidence anew.
 *
 * <p>{@code -Dvedette.fire=5} fires by five seeds, with four kills of the application, a stop and a
 * kill of the broker each, and runs in peace before; otherwise it is one seed with two kills of the
 * application and a stop of the broker. {@code -Dvedette.fire.seed=…} begins with another.
 */
@Timeout(3_600)
class UnderFireTest {
  private static final int ROUNDS = Integer.getInteger("vedette.fire", 1);
  private static final long FIRST_SEED = Long.getLong("vedette.fire.seed", 20_261_122);
  private static final int KILLS = ROUNDS > 1 ? 4 : 2;
  private static final int BROKER_RESTARTS = ROUNDS > 1 ? 2 : 1;
  private static final int PARTITIONS = 4;
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  @TempDir private Path directory;

  /** Something that happens when so many lines are done. */
  private record Shot(long line, Kind kind, long pauseMillis, int number) {}

  private enum Kind {
    POLICY,
    KILL_APPLICATION,
    KILL_BROKER,
    STOP_BROKER
  }

  @Test
  void shouldEndAsIfNothingHadHappened() throws Exception {
    var story = FireStory.write(directory);
    RunDirectory expected = story.backtest(directory.resolve("expected"));
    assertSharp(story, expected);

    if (ROUNDS > 1) {
      long started = System.nanoTime();
      RunDirectory peaceful = run("peaceful", story, policies(story));
      System.out.printf("UnderFireTest: in peace %d s%n", seconds(started));
      assertSame(expected, peaceful);
    }
    for (int round = 0; round < ROUNDS; round++) {
      long seed = FIRST_SEED + round;
      long started = System.nanoTime();
      RunDirectory disturbed = run("seed-" + seed, story, shots(story, new Random(seed)));
      System.out.printf("UnderFireTest: seed %d, %d s%n", seed, seconds(started));
      assertSame(expected, disturbed);
    }
  }

  private static long seconds(long sinceNanos) {
    return (System.nanoTime() - sinceNanos) / 1_000_000_000;
  }

  /** That it would be noticed if any of the kinds of input were lost. */
  private void assertSharp(FireStory story, RunDirectory expected) throws IOException {
    assertTrue(expected.count("signals") > 60, "signals: " + expected.count("signals"));
    RunDirectory without = story.withoutVerdicts(directory.resolve("without-verdicts"));
    assertEquals(
        without.summary().get("digests").get("events"),
        expected.summary().get("digests").get("events"));
    assertNotEquals(
        without.summary().get("digests").get("cells"),
        expected.summary().get("digests").get("cells"),
        "verdicts withdraw evidence");
    assertNotEquals(
        without.summary().get("digests").get("signals"),
        expected.summary().get("digests").get("signals"),
        "verdicts change what is learned");
    List<JsonNode> lowered =
        expected.lines("risk-updates.jsonl").stream()
            .filter(update -> update.get("causedBy").textValue().startsWith("verdict-"))
            .filter(update -> level(update, "level").compareTo(level(update, "previousLevel")) < 0)
            .toList();
    assertTrue(lowered.size() >= 2, "verdicts lower levels: " + lowered.size());
    assertTrue(
        lowered.stream().anyMatch(update -> !update.get("session").isNull()),
        "one of them of a device, for a session on it");

    RunDirectory mild = story.underTheDefault(directory.resolve("default-policy"));
    assertNotEquals(
        mild.summary().get("digests").get("cells"),
        expected.summary().get("digests").get("cells"),
        "the last policy suppresses");
    assertNotEquals(mild.lines("risk.jsonl"), expected.lines("risk.jsonl"));

    List<JsonNode> onDevices =
        mild.lines("signals.jsonl").stream()
            .filter(signal -> signal.has("via") && !signal.get("session").isNull())
            .filter(signal -> signal.get("detector").textValue().equals("posture-fall"))
            .toList();
    assertTrue(onDevices.size() >= 2, "postures against sessions: " + onDevices.size());
    assertTrue(
        without.lines("risk-updates.jsonl").stream()
            .filter(update -> !update.get("session").isNull())
            .filter(update -> level(update, "level").compareTo(level(update, "previousLevel")) > 0)
            .anyMatch(update -> update.get("reason").textValue().contains("not compliant")),
        "a session rises by its device's posture");
  }

  private static Level level(JsonNode update, String name) {
    return Level.valueOf(update.get(name).textValue());
  }

  private static void assertSame(RunDirectory expected, RunDirectory found) throws IOException {
    assertTrue(found.closes(), () -> "the account closes: " + found);
    for (String count : List.of("read", "scored", "duplicates", "tooLate", "deadLettered")) {
      assertEquals(expected.count(count), found.count(count), count);
    }
    assertEquals(0, found.count("skewed"));
    assertDistinct(found, "risk-updates.jsonl");
    assertDistinct(found, "alerts.jsonl");
    assertEquals(expected.lines("verdicts.jsonl"), found.lines("verdicts.jsonl"));
    assertEquals(expected.lines("signals.jsonl"), found.lines("signals.jsonl"));
    assertEquals(expected.lines("risk.jsonl"), found.lines("risk.jsonl"));
    assertEquals(expected.summary().get("digests"), found.summary().get("digests"));
    assertEquals(expected.digest(), found.digest());
  }

  private static void assertDistinct(RunDirectory run, String file) throws IOException {
    List<String> ids = run.texts(file, "id");
    assertEquals(ids.size(), new HashSet<>(ids).size(), () -> file + " has an id twice");
  }

  private static List<Shot> policies(FireStory story) {
    return List.of(
        new Shot(story.lines() / 3, Kind.POLICY, 0, 0),
        new Shot(story.lines() * 2 / 3, Kind.POLICY, 0, 1));
  }

  private static List<Shot> shots(FireStory story, Random random) {
    var shots = new ArrayList<Shot>(policies(story));
    for (int i = 0; i < KILLS; i++) {
      shots.add(shot(story, Kind.KILL_APPLICATION, random, i));
    }
    for (int i = 0; i < BROKER_RESTARTS; i++) {
      shots.add(shot(story, i % 2 == 0 ? Kind.STOP_BROKER : Kind.KILL_BROKER, random, i));
    }
    shots.sort(Comparator.comparingLong(Shot::line));
    return shots;
  }

  /** At any line but the last ones, and some moments later. */
  private static Shot shot(FireStory story, Kind kind, Random random, int number) {
    long line = 1 + (long) (random.nextDouble() * story.lines() * 0.95);
    return new Shot(line, kind, random.nextInt(500), number);
  }

  private RunDirectory run(String name, FireStory story, List<Shot> shots) throws Exception {
    Path home = Files.createDirectories(directory.resolve(name));
    Path out = home.resolve("out");
    String prefix = identity(story).topicPrefix();
    int port = Brokers.freePort();
    int interrupted = 0;
    EmbeddedBroker broker = broker(home, port);
    try {
      provision(story, broker.bootstrapServers());
      var application =
          new ReplayProcess(
              home,
              List.of(
                  "--source",
                  "vedette",
                  "--input",
                  story.events().toString(),
                  "--verdicts",
                  story.verdicts().toString(),
                  "--out",
                  out.toString(),
                  "--partitions",
                  Integer.toString(PARTITIONS),
                  "--bootstrap-servers",
                  broker.bootstrapServers()));
      application.start();
      try (var watch = new ProgressWatch(broker.bootstrapServers(), prefix, PATIENCE)) {
        for (Shot shot : shots) {
          application.restartIfStopped();
          watch.await(shot.line(), application.process());
          // The wait is what is tried here: any moment, not one that a condition names.
          TimeUnit.MILLISECONDS.sleep(shot.pauseMillis());
          boolean running = application.process().isAlive();
          Progress at = watch.latest();
          switch (shot.kind()) {
            case POLICY -> publish(broker, prefix, story.policies().get(shot.number()));
            case KILL_APPLICATION -> {
              interrupted += running && !at.ended() ? 1 : 0;
              application.kill();
              application.start();
            }
            case KILL_BROKER, STOP_BROKER -> {
              interrupted += running && !at.ended() ? 1 : 0;
              stop(broker, shot.kind());
              broker = broker(home, port);
            }
          }
          System.out.printf(
              "UnderFireTest: %s %s at %d of %d lines, %d verdicts (wanted %d + %d ms)%n",
              name,
              shot.kind(),
              at.items(),
              story.lines(),
              at.verdicts(),
              shot.line(),
              shot.pauseMillis());
        }
        application.finish(PATIENCE, shots.size());
        watch.awaitEnd();
        assertEquals(story.lines(), watch.latest().items());
      }
      int hits = interrupted;
      long meant = shots.stream().filter(shot -> shot.kind() != Kind.POLICY).count();
      assertTrue(hits >= meant - 1, () -> hits + " of " + meant + " interrupted work");
    } finally {
      broker.close();
    }
    return new RunDirectory(out);
  }

  private static ReplayIdentity identity(FireStory story) throws IOException {
    return ReplayIdentity.of(story.recording(), Runs.SETTINGS, "none", "packaged");
  }

  /** As the first run would: the topics that are watched and written must be there. */
  private void provision(FireStory story, String servers) throws IOException {
    ReplayIdentity identity = identity(story);
    Pipeline.provision(
        Runs.SETTINGS.withTopicPrefix(identity.topicPrefix()),
        new Deployment(
            identity.applicationId(),
            ClientProperties.NONE.withBootstrapServers(servers),
            directory,
            1,
            Duration.ofMillis(100),
            16 << 20,
            PARTITIONS,
            true,
            0,
            "replay"));
  }

  private static EmbeddedBroker broker(Path home, int port) {
    BrokerSettings settings = BrokerSettings.DEFAULT;
    return EmbeddedBroker.start(
        home.resolve("broker"),
        new BrokerSettings(
            port,
            settings.heapMegabytes(),
            settings.lockWait(),
            settings.startWait(),
            settings.stopWait()));
  }

  private static void stop(EmbeddedBroker broker, Kind how) throws Exception {
    if (how == Kind.KILL_BROKER) {
      ProcessHandle.of(broker.pid()).orElseThrow().destroyForcibly();
      var _ = broker.ended().get(20, TimeUnit.SECONDS);
    }
    broker.close();
  }

  private static void publish(EmbeddedBroker broker, String prefix, Policy policy)
      throws Exception {
    ClientProperties clients =
        ClientProperties.NONE.withBootstrapServers(broker.bootstrapServers());
    String topic = new Names(prefix).of(Topics.RISK_POLICIES);
    try (var publisher = new Publisher(clients, topic, PolicyFile.MAX_BYTES)) {
      publisher.publish(Formulas.EVERY_TENANT, PolicyDocument.json(policy).getBytes(UTF_8));
    }
  }
}
