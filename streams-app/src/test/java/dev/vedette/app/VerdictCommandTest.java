package dev.vedette.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.events.Subject;
import dev.vedette.events.SubjectType;
import dev.vedette.risk.Verdict;
import dev.vedette.runtime.TopicDump;
import dev.vedette.runtime.broker.Brokers;
import dev.vedette.runtime.kafka.ClientProperties;
import dev.vedette.runtime.kafka.Provision;
import dev.vedette.runtime.kafka.TopicSpec;
import dev.vedette.schemas.PackagedSchemas;
import dev.vedette.schemas.Topics;
import dev.vedette.topology.Names;
import dev.vedette.wire.WireSerdes;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictCommandTest {
  private static final String NOWHERE = "127.0.0.1:1";
  private static final Instant SOON =
      Instant.ofEpochMilli(System.currentTimeMillis() / 1000 * 1000);
  private static final Subject ALICE = Subject.of("acme", SubjectType.USER, "alice");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String servers, String... arguments) {
    var all = new ArrayList<String>(List.of("verdict", "--bootstrap-servers", servers));
    all.addAll(List.of(arguments));
    return Vedette.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(all.toArray(String[]::new));
  }

  private void refused(String expected, String... arguments) {
    assertNotEquals(0, run(NOWHERE, arguments));
    assertTrue(err.toString().contains(expected), err::toString);
    assertEquals("", out.toString());
    err.getBuffer().setLength(0);
  }

  @Test
  void shouldSayWhatIsWrong() {
    refused(
        "\"maybe\": a verdict is true-positive, false-positive or benign-expected",
        "maybe",
        "user:alice",
        "--because",
        "x",
        "--until",
        SOON.toString());
    refused("--because", "false-positive", "user:alice", "--until", SOON.toString());
    refused("say with --until", "false-positive", "user:alice", "--because", "x");
    refused(
        "say whose session it is",
        "false-positive",
        "session:s1",
        "--because",
        "x",
        "--until",
        SOON.toString());
    refused(
        "a verdict ends at most 400 days",
        "false-positive",
        "user:alice",
        "--because",
        "x",
        "--until",
        "2999-01-01T00:00:00Z");
    refused(
        "--signal is a detector and the beginning",
        "false-positive",
        "user:alice",
        "--because",
        "x",
        "--signal",
        "new-place");
    refused(
        "mutually exclusive",
        "false-positive",
        "user:alice",
        "--because",
        "x",
        "--signal",
        "a@" + SOON,
        "--detector",
        "new-place");
    refused(
        "a subject is type:id",
        "false-positive",
        "alice",
        "--because",
        "x",
        "--until",
        SOON.toString());
  }

  @Test
  void shouldSayThatNoServiceHasRun() {
    String servers = Brokers.forTests();
    String prefix = Brokers.unique("nobody") + ".";
    assertEquals(
        1,
        run(
            servers,
            "--topic-prefix",
            prefix,
            "false-positive",
            "user:alice",
            "--because",
            "x",
            "--until",
            SOON.toString()));
    assertTrue(
        err.toString().contains("there is no topic " + prefix + "verdicts.v1"), err::toString);
  }

  @Test
  void shouldPutVerdictsOnTheirTopic() {
    String servers = Brokers.forTests();
    var names = new Names(Brokers.unique("verdicts") + ".");
    try (var admin = Brokers.admin()) {
      new Provision(admin, Duration.ofSeconds(60))
          .ensure(List.of(new TopicSpec(names.of(Topics.VERDICTS), 2, Topics.VERDICTS.config())));
    }
    String[] before = {"--topic-prefix", names.prefix(), "--tenant", "acme", "--because", "a fair"};
    assertEquals(
        0,
        say(
            servers,
            before,
            "benign-expected",
            "user:alice",
            "--detector",
            "new-place",
            "--until",
            SOON.plus(Duration.ofDays(10)).toString(),
            "--by",
            "ann"),
        err::toString);
    assertTrue(
        out.toString().startsWith("said benign_expected of user alice until "), out::toString);
    assertEquals(
        0,
        say(
            servers,
            before,
            "true-positive",
            "session:s1",
            "--owner",
            "user:alice",
            "--signal",
            "token-replay@" + SOON,
            "--id",
            "case-7"),
        err::toString);

    var found = new ArrayList<Verdict>();
    new TopicDump(ClientProperties.NONE.withBootstrapServers(servers), names)
        .read(
            Topics.VERDICTS,
            new WireSerdes(PackagedSchemas.load()).verdicts().deserializer(),
            found::add);
    assertEquals(2, found.size());
    Verdict benign =
        found.stream().filter(v -> v.subject().equals(ALICE)).findFirst().orElseThrow();
    assertEquals(Verdict.Kind.BENIGN_EXPECTED, benign.kind());
    assertEquals("new-place", benign.detector());
    assertNull(benign.windowStartMillis());
    assertEquals("ann", benign.by());
    assertEquals("a fair", benign.note());
    assertEquals(SOON.plus(Duration.ofDays(10)).toEpochMilli(), benign.untilMillis());
    Verdict attack = found.stream().filter(v -> v.id().equals("case-7")).findFirst().orElseThrow();
    assertEquals(Subject.session(ALICE, "s1"), attack.subject());
    assertEquals(SOON.toEpochMilli(), attack.windowStartMillis());
    assertEquals(SOON.toEpochMilli() + 1, attack.untilMillis());
  }

  private int say(String servers, String[] before, String... more) {
    var all = new ArrayList<String>(List.of(before));
    all.addAll(List.of(more));
    return run(servers, all.toArray(String[]::new));
  }
}
