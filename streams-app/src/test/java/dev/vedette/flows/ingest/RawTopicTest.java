package dev.vedette.flows.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.events.DeadLetter;
import dev.vedette.events.Observation;
import dev.vedette.flows.behaviour.Account;
import dev.vedette.flows.ingest.IngestAccounts.Cause;
import dev.vedette.flows.ingest.IngestAccounts.Kind;
import dev.vedette.schemas.Topics;
import dev.vedette.sources.MappingException;
import dev.vedette.topology.DrivenTopology;
import dev.vedette.topology.PipelineSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RawTopicTest {
  private static final Instant NOW = Instant.parse("2027-01-01T00:00:10Z");
  private static final String DOORS =
      """
      format: doors
      kind: csv
      columns: [when, door, who, result]
      event:
        time: $when
        category: authorization
        action: open_door
        outcome: $result
        principal.id: $who
        resource.id: $door
      """;

  @TempDir private Path directory;

  private DrivenTopology driven() throws IOException {
    Path doors = Files.writeString(directory.resolve("doors.yaml"), DOORS);
    List<RawSource> sources = RawSource.of(List.of("sshd", "gate=" + doors));
    return new DrivenTopology(
        PipelineSettings.DEFAULT.withRaw(new RawSources(sources, "acme")),
        directory.resolve("state"),
        NOW);
  }

  private static Account judged(DrivenTopology topology, String source) {
    return topology.judged().bySource().getOrDefault(source, Account.EMPTY);
  }

  private static byte[] failed(String time, String user) {
    return "%s bastion sshd[77]: Failed password for %s from 192.0.2.7 port 50022 ssh2\n"
        .formatted(time, user)
        .getBytes(UTF_8);
  }

  private static byte[] door(Instant when, String who) {
    return "%s,12,%s,success".formatted(when, who).getBytes(UTF_8);
  }

  @Test
  void shouldReadATopicInTheFormatOfItsSource() throws IOException {
    try (var topology = driven()) {
      topology.send("raw.sshd.v1", null, failed("Jan  1 00:00:05", "alice"), NOW);
      topology.send("raw.gate.v1", null, door(NOW, "bob"), NOW);
      assertEquals(
          List.of(
              "acme/user/alice",
              "acme/ip/192.0.2.7",
              "acme/resource/bastion",
              "acme/user/bob",
              "acme/resource/12"),
          topology.observedKeys());
      assertEquals(List.of("gate", "sshd"), List.copyOf(topology.ingested().bySource().keySet()));
      assertEquals(1, judged(topology, "gate").scored());
    }
  }

  @Test
  void shouldTakeTheYearThatIsNearestToTheReception() throws IOException {
    try (var topology = driven()) {
      topology.send("raw.sshd.v1", null, failed("Dec 31 23:59:50", "alice"), NOW);
      topology.send("raw.sshd.v1", null, failed("Jan  1 00:00:05", "alice"), NOW);
      Instant eve = Instant.parse("2027-12-31T23:59:58Z");
      topology.send("raw.sshd.v1", null, failed("Jan  1 00:00:01", "alice"), eve);
      List<Long> times =
          topology.observations().stream()
              .filter(Observation::primary)
              .map(Observation::timeMillis)
              .toList();
      assertEquals(
          List.of(
              Instant.parse("2026-12-31T23:59:50Z").toEpochMilli(),
              Instant.parse("2027-01-01T00:00:05Z").toEpochMilli(),
              Instant.parse("2028-01-01T00:00:01Z").toEpochMilli()),
          times);
    }
  }

  @Test
  void shouldLetTheHeaderNameTheFormat() throws IOException {
    try (var topology = driven()) {
      topology.send("raw.sshd.v1", "doors", door(NOW, "bob"), NOW);
      topology.send(Topics.ACCESS_EVENTS.name(), "sshd", failed("Jan  1 00:00:05", "eve"), NOW);
      topology.send(Topics.ACCESS_EVENTS.name(), "gate", door(NOW, "carol"), NOW);
      topology.send(Topics.ACCESS_EVENTS.name(), "klingon", door(NOW, "worf"), NOW);
      assertEquals(
          List.of("acme/user/bob", "acme/user/eve", "acme/user/carol"),
          topology.observedKeys().stream().filter(key -> key.contains("/user/")).toList());
      DeadLetter letter = topology.deadLetters().getFirst();
      assertEquals(RecordReader.UNKNOWN_FORMAT, letter.reason());
      assertTrue(letter.detail().contains("klingon"), letter::detail);
      assertEquals("access.events.v1-0@2", letter.origin());
    }
  }

  @Test
  void shouldAccountForEveryRecordOfASource() throws IOException {
    try (var topology = driven()) {
      byte[] twice = failed("Jan  1 00:00:05", "alice");
      topology.send("raw.sshd.v1", null, twice, NOW);
      topology.send("raw.sshd.v1", null, twice, NOW);
      topology.send("raw.sshd.v1", null, new byte[0], NOW);
      topology.send("raw.sshd.v1", null, null, NOW);
      topology.send("raw.sshd.v1", null, new byte[] {(byte) 0xFF}, NOW);
      topology.send("raw.sshd.v1", null, new byte[(1 << 20) + 1], NOW);
      topology.send("raw.sshd.v1", null, failed("Dec 31 22:00:00", "late"), NOW);
      topology.send("raw.sshd.v1", null, failed("Jan  2 01:00:00", "early"), NOW);
      IngestAccount account =
          topology.ingested().bySource().getOrDefault("sshd", IngestAccount.EMPTY);
      assertEquals(
          new IngestAccount(
              8,
              8,
              2,
              1,
              1,
              4,
              1,
              Duration.ofHours(25).minusSeconds(10).toMillis(),
              Duration.ofHours(2).plusSeconds(10).toMillis()),
          account);
      assertEquals(
          account.read(),
          account.accepted() + account.tooLate() + account.ignored() + account.deadLettered());
      Account judged = judged(topology, "sshd");
      assertEquals(1, judged.scored());
      assertEquals(1, judged.duplicates());
      assertEquals(
          Map.of(
              new Cause("sshd", Kind.IGNORED, "blank"), 1L,
              new Cause("sshd", Kind.DEAD, "empty"), 1L,
              new Cause("sshd", Kind.DEAD, "invalid-utf8"), 1L,
              new Cause("sshd", Kind.DEAD, "oversized"), 1L,
              new Cause("sshd", Kind.DEAD, "time-in-future"), 1L),
          topology.ingested().causes());
      assertEquals(
          List.of("sshd", "sshd", "sshd", "sshd"),
          topology.deadLetters().stream().map(DeadLetter::source).toList());
    }
  }

  @Test
  void shouldTakeEveryEventOfARecordWithSeveral() throws IOException {
    Path format =
        Files.writeString(
            directory.resolve("batch.yaml"),
            """
            format: batch
            kind: json
            each: $records
            event:
              time: $at
              category: api
              action: read
              principal.id: $who
            """);
    var raw = new RawSources(RawSource.of(List.of(format.toString())), "acme");
    try (var topology =
        new DrivenTopology(
            PipelineSettings.DEFAULT.withRaw(raw), directory.resolve("several"), NOW)) {
      String one = "{\"at\":\"%s\",\"who\":\"%s\"}";
      String batch =
          "{\"records\":[%s,%s,%s,{\"who\":\"dave\"}]}"
              .formatted(
                  one.formatted(NOW, "alice"),
                  one.formatted(NOW, "bob"),
                  one.formatted("soon", "carol"));
      topology.send("raw.batch.v1", null, batch.getBytes(UTF_8), NOW);
      assertEquals(
          List.of("acme/user/alice", "acme/user/bob", "acme/user/dave"),
          topology.observedKeys(),
          "who says no time has that of the reception");
      DeadLetter letter = topology.deadLetters().getFirst();
      assertEquals("unreadable-time", letter.reason());
      assertEquals(one.formatted("soon", "carol"), new String(letter.raw(), UTF_8));
      assertEquals("raw.batch.v1-0@0[3]", letter.origin());
      assertEquals(new IngestAccount(1, 4, 3, 0, 0, 1, 0, 0, 0), topology.ingested().total());
    }
  }

  @Test
  void shouldRefuseSourcesThatAreNone() throws IOException {
    assertThrows(IllegalArgumentException.class, () -> RawSource.of(List.of("Auth Log=sshd")));
    assertThrows(IllegalArgumentException.class, () -> RawSource.of(List.of("sshd", "sshd")));
    assertThrows(MappingException.class, () -> RawSource.of(List.of("klingon")));
    Path header =
        Files.writeString(
            directory.resolve("header.yaml"),
            DOORS.replace("columns: [when, door, who, result]", "header: true"));
    var complaint =
        assertThrows(
            IllegalArgumentException.class, () -> RawSource.of(List.of(header.toString())));
    assertTrue(String.valueOf(complaint.getMessage()).contains("header"), complaint::getMessage);
  }
}
