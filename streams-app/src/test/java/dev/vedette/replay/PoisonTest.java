package dev.vedette.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.backtest.Backtest;
import dev.vedette.events.AccessEvent;
import dev.vedette.events.DeadLetter;
import dev.vedette.events.EventFormatException;
import dev.vedette.events.EventJson;
import dev.vedette.flows.Now;
import dev.vedette.flows.behaviour.Account;
import dev.vedette.flows.behaviour.BehaviourAccounts;
import dev.vedette.flows.behaviour.BehaviourStores;
import dev.vedette.flows.ingest.IngestAccount;
import dev.vedette.flows.ingest.IngestAccounts;
import dev.vedette.flows.ingest.IngestFlow;
import dev.vedette.replay.input.Input;
import dev.vedette.runtime.Drain;
import dev.vedette.runtime.Pipeline;
import dev.vedette.runtime.Pipeline.Deployment;
import dev.vedette.runtime.TopicDump;
import dev.vedette.runtime.broker.Brokers;
import dev.vedette.runtime.kafka.ClientProperties;
import dev.vedette.schemas.PackagedSchemas;
import dev.vedette.schemas.Topics;
import dev.vedette.sources.Context;
import dev.vedette.sources.Formats;
import dev.vedette.topology.Names;
import dev.vedette.topology.PipelineSettings;
import dev.vedette.topology.Wire;
import dev.vedette.wire.WireSerdes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Input that is made to break something, in files and in the inbox: nothing stops. */
@Timeout(180)
@SuppressWarnings("ArrayAsKeyOfSetOrMap") // pairs in order, never looked up
class PoisonTest {
  private static final Instant MONDAY = Instant.parse("2026-03-02T09:00:00Z");
  private static final WireSerdes SERDES = new WireSerdes(PackagedSchemas.load());

  @TempDir private Path directory;

  private static String json(String id, Instant time, String more) {
    return """
    {"id":"%s","time":"%s","tenant":"acme","category":"authentication","action":"sign_in",\
    "outcome":"success","principal":{"id":"alice"},"source":{"ip":"192.0.2.1"}%s}\
    """
        .formatted(id, time, more);
  }

  private static AccessEvent event(String json) throws EventFormatException {
    return EventJson.read(json.getBytes(UTF_8));
  }

  /** Bad lines, each with its reason. */
  private static Map<byte[], String> badLines() {
    var bad = new LinkedHashMap<byte[], String>();
    bad.put(new byte[] {'{', '"', (byte) 0xC3, '(', '"', '}'}, "invalid-utf8");
    bad.put(json("half", MONDAY, ",\"session\":\"\\ud83d\"").getBytes(UTF_8), "invalid-utf8");
    bad.put("x".repeat(20_000_000).getBytes(UTF_8), "oversized");
    bad.put("{\"a\":".repeat(100_000).getBytes(UTF_8), "malformed-json");
    bad.put("[".repeat(100_000).getBytes(UTF_8), "malformed-json");
    bad.put("\0\0\0\0\7".getBytes(UTF_8), "malformed-json");
    bad.put(
        json("far", Instant.parse("9999-12-31T23:59:59Z"), "").getBytes(UTF_8), "time-in-future");
    bad.put(
        json("old", Instant.parse("1970-01-01T00:00:00Z"), "").getBytes(UTF_8), "invalid-value");
    bad.put(
        json("much", MONDAY, ",\"bytes_in\":9223372036854775807,\"bytes_out\":1").getBytes(UTF_8),
        "invalid-value");
    bad.put(
        json("more", MONDAY, ",\"bytes_in\":92233720368547758079").getBytes(UTF_8),
        "malformed-json");
    bad.put(
        "{\"time\":\"%s\",\"category\":\"api\",\"action\":\"read\"}"
            .formatted(MONDAY)
            .getBytes(UTF_8),
        "no-subject");
    return bad;
  }

  /** Good lines, seconds apart, with something bad before, between and behind them. */
  private Path poisoned(int good, Map<byte[], String> bad) throws IOException {
    var lines = new ByteArrayOutputStream();
    Instant at = MONDAY;
    var rest = new ArrayList<>(bad.keySet());
    while (!rest.isEmpty() || good > 0) {
      if (!rest.isEmpty()) {
        lines.writeBytes(rest.removeFirst());
        lines.write('\n');
      }
      if (good > 0) {
        lines.writeBytes(json("good-" + good--, at, "").getBytes(UTF_8));
        lines.write('\n');
        at = at.plusSeconds(10);
      }
    }
    return Files.write(directory.resolve("poisoned.jsonl"), lines.toByteArray());
  }

  private static Recording recording(Path file) throws IOException {
    return new Recording(
        Formats.named("vedette"),
        Input.of(List.of(file.toString())),
        new Context(AccessEvent.DEFAULT_TENANT, 2026),
        PipelineSettings.DEFAULT.intake().grace());
  }

  private RunDirectory backtest(Path file) throws IOException {
    Path out = directory.resolve("backtest");
    new Backtest(
            recording(file), PipelineSettings.DEFAULT.at(Now.RECEPTION), (lines, bytes, all) -> {})
        .run(out);
    return new RunDirectory(out);
  }

  private RunDirectory replay(Path file) throws Exception {
    String name = Brokers.unique("poison");
    Path out = directory.resolve("replay");
    new Replay(
            recording(file),
            PipelineSettings.DEFAULT.at(Now.RECEPTION).withTopicPrefix(name + "."),
            deployment(name, true),
            (read, bytes, all) -> {})
        .run(out);
    return new RunDirectory(out);
  }

  private Deployment deployment(String name, boolean keepHistory) {
    return new Deployment(
        name,
        ClientProperties.NONE.withBootstrapServers(Brokers.forTests()),
        directory.resolve("state-" + name),
        1,
        Duration.ofMillis(100),
        1 << 20,
        2,
        keepHistory,
        0,
        "1");
  }

  @Test
  void shouldBuryBadLinesAndScoreThoseAround() throws Exception {
    Map<byte[], String> bad = badLines();
    Path file = poisoned(40, bad);
    List<String> reasons = bad.values().stream().sorted().toList();
    RunDirectory backtest = backtest(file);
    RunDirectory replay = replay(file);
    for (RunDirectory run : List.of(backtest, replay)) {
      assertEquals(reasons, run.texts("dead-letters.jsonl", "reason").stream().sorted().toList());
      assertEquals(bad.size(), run.count("deadLettered"));
      assertEquals(40, run.count("scored"));
      assertEquals(40 + bad.size(), run.count("read"));
      assertTrue(run.closes());
    }
    assertEquals(backtest.digest(), replay.digest());
  }

  @Test
  void shouldScoreTheLargestLineThatIsRead() throws Exception {
    var random = new Random(7);
    var labels = new StringBuilder(",\"labels\":{");
    for (int i = 0; i < 60; i++) {
      labels.append(i == 0 ? "" : ",").append("\"label").append(i).append("\":\"");
      random.ints(4_000, 0x4E00, 0x9FA5).forEach(labels::appendCodePoint);
      labels.append('"');
    }
    String large = json("large", MONDAY.plusSeconds(1), labels.append('}').toString());
    assertTrue(large.getBytes(UTF_8).length > 700_000, "hard to compress, and large");
    Path file =
        Files.writeString(
            directory.resolve("large.jsonl"),
            json("a", MONDAY, "") + "\n" + large + "\n" + json("z", MONDAY.plusSeconds(2), ""));
    RunDirectory backtest = backtest(file);
    RunDirectory replay = replay(file);
    assertEquals(3, backtest.count("scored"));
    assertEquals(backtest.digest(), replay.digest());
  }

  @Test
  void shouldEndAtOnceWithAnEmptyFile() throws Exception {
    Path file = Files.write(directory.resolve("empty.jsonl"), new byte[0]);
    RunDirectory backtest = backtest(file);
    RunDirectory replay = replay(file);
    for (RunDirectory run : List.of(backtest, replay)) {
      assertEquals(0, run.count("read"));
      assertEquals(0, run.lines("risk.jsonl").size());
      assertTrue(run.closes());
    }
    assertEquals(backtest.digest(), replay.digest());
  }

  @Test
  void shouldSayWhereATruncatedArchiveBreaks() throws Exception {
    var packed = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(packed)) {
      for (int i = 0; i < 10_000; i++) {
        gzip.write((json("e" + i, MONDAY.plusSeconds(i), "") + "\n").getBytes(UTF_8));
      }
    }
    Path file = directory.resolve("cut.jsonl.gz");
    Files.write(file, Arrays.copyOf(packed.toByteArray(), packed.size() / 2));
    var broken = assertThrows(UncheckedIOException.class, () -> backtest(file));
    String said = String.valueOf(broken.getMessage());
    assertTrue(said.contains("cut.jsonl.gz") && said.contains("after line"), said);
  }

  @Test
  void shouldRefuseAFileThatIsNotThereBeforeAnythingStarts() {
    Path missing = directory.resolve("missing.jsonl");
    var refused = assertThrows(NoSuchFileException.class, () -> backtest(missing));
    assertTrue(refused.toString().contains("missing.jsonl"), refused::toString);
    assertTrue(Files.notExists(directory.resolve("backtest")), "nothing was begun");
  }

  /** Bad records of the inbox, each with its reason. */
  private static Map<byte[], String> badRecords(Instant now) throws EventFormatException {
    byte[] good = SERDES.accessEvents().encode(event(json("cut", now, "")));
    byte[] unknown = good.clone();
    unknown[1] = 0x7F;
    byte[] other =
        SERDES
            .deadLetters()
            .encode(new DeadLetter("r", "d", "o", "s", new byte[0], 0, now.toEpochMilli(), null));
    Instant far = Instant.parse("9999-12-31T23:59:59Z");
    var bad = new LinkedHashMap<byte[], String>();
    bad.put(Arrays.copyOf(good, good.length / 2), "truncated");
    bad.put(Arrays.copyOf(good, 3), "truncated");
    bad.put(new byte[0], "truncated");
    bad.put(unknown, "unknown-schema-id");
    bad.put(other, "wrong-schema");
    bad.put("Dec 10 06:55:46 LabSZ sshd[24200]: …".getBytes(UTF_8), "not-wire-format");
    bad.put(json("far", far, "").getBytes(UTF_8), "time-in-future");
    bad.put(SERDES.accessEvents().encode(event(json("far", far, ""))), "time-in-future");
    bad.put("{\"a\":".repeat(5_000).getBytes(UTF_8), "invalid-event");
    bad.put(
        json("much", now, ",\"bytes_in\":9223372036854775807,\"bytes_out\":1").getBytes(UTF_8),
        "invalid-event");
    byte[] garbage = new byte[1_900_000];
    new Random(3).nextBytes(garbage);
    garbage[0] = 42;
    bad.put(garbage, "not-wire-format");
    return bad;
  }

  @Test
  void shouldBuryBadRecordsOfTheInboxAndScoreThoseAround() throws Exception {
    String name = Brokers.unique("poison-inbox");
    var settings = PipelineSettings.DEFAULT.withTopicPrefix(name + ".");
    var names = new Names(settings.topicPrefix());
    Deployment deployment = deployment(name, false);
    Pipeline.provision(settings, deployment);
    try (var pipeline = Pipeline.start(settings, Wire.of(PackagedSchemas.load()), deployment);
        var drain = new Drain(deployment.clients(), name, names);
        var producer = producer(deployment, 4 << 20)) {
      Instant now = Instant.now();
      Map<byte[], String> bad = badRecords(now);
      int good = 0;
      int records = 0;
      for (byte[] record : bad.keySet()) {
        String json = json("good-" + good, now.plusMillis(good), "");
        byte[] around =
            good % 2 == 0 ? json.getBytes(UTF_8) : SERDES.accessEvents().encode(event(json));
        producer.send(new ProducerRecord<>(names.inbox(), records % 2, null, record)).get();
        producer.send(new ProducerRecord<>(names.inbox(), records % 2, null, around)).get();
        good++;
        records += 2;
      }
      // A record without value, and half a character where only JSON can say it.
      producer.send(new ProducerRecord<>(names.inbox(), 0, null, null)).get();
      byte[] half = json("half", now, ",\"session\":\"\\ud83d\"").getBytes(UTF_8);
      producer.send(new ProducerRecord<>(names.inbox(), 1, null, half)).get();
      // A host name that grows when it is written in lower case, to beyond what a name may have.
      String grows = json("grows", now, "").replace("192.0.2.1", "\u0130".repeat(400));
      producer.send(new ProducerRecord<>(names.inbox(), 1, null, grows.getBytes(UTF_8))).get();
      byte[] last = json("last", now, "").getBytes(UTF_8);
      producer.send(new ProducerRecord<>(names.inbox(), 0, null, last)).get();
      producer.send(new ProducerRecord<>(names.inbox(), 1, null, last)).get();
      records += 5;
      drain.await(pipeline);

      IngestAccount read;
      try (var stored = pipeline.<String, byte[]>store(IngestFlow.ACCOUNT).all()) {
        read = IngestAccounts.read(stored).total();
      }
      Account account;
      try (var stored = pipeline.<Bytes, byte[]>store(BehaviourStores.ACCOUNT).all()) {
        account = BehaviourAccounts.read(stored).total();
      }
      var letters = new ArrayList<DeadLetter>();
      new TopicDump(deployment.clients(), names)
          .read(Topics.DEAD_LETTERS, SERDES.deadLetters().deserializer(), letters::add);

      var reasons = new ArrayList<>(bad.values());
      reasons.addAll(List.of("truncated", "invalid-event"));
      assertEquals(
          reasons.stream().sorted().toList(),
          letters.stream().map(DeadLetter::reason).sorted().toList());
      assertEquals(records, read.read());
      assertEquals(reasons.size(), read.deadLettered());
      assertEquals(0, read.tooLate());
      assertEquals(good + 2, account.scored(), "those around, the long name, and the last");
      assertEquals(1, account.duplicates(), "the last was sent twice");
      assertEquals(
          read.read(),
          account.scored() + account.duplicates() + read.tooLate() + read.deadLettered());
      DeadLetter largest =
          letters.stream().max(Comparator.comparingLong(DeadLetter::rawLength)).orElseThrow();
      assertEquals(1_900_000, largest.rawLength());
      assertEquals(DeadLetter.MAX_RAW_BYTES, largest.raw().length);
      assertTrue(pipeline.isRunning());
    }
  }

  @Test
  void shouldRefuseTheProducerOfTwentyMegabytes() throws Exception {
    String name = Brokers.unique("poison-large");
    var settings = PipelineSettings.DEFAULT.withTopicPrefix(name + ".");
    Deployment deployment = deployment(name, false);
    Pipeline.provision(settings, deployment);
    try (var producer = producer(deployment, 64 << 20)) {
      String inbox = new Names(settings.topicPrefix()).inbox();
      byte[] large = new byte[20_000_000];
      new Random(4).nextBytes(large);
      var refused =
          assertThrows(
              ExecutionException.class,
              () -> producer.send(new ProducerRecord<>(inbox, large)).get());
      assertInstanceOf(RecordTooLargeException.class, refused.getCause());
    }
  }

  private static KafkaProducer<byte[], byte[]> producer(Deployment deployment, int maxRequest) {
    Properties config = deployment.clients().toProperties();
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, maxRequest);
    config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 128L << 20);
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }
}
