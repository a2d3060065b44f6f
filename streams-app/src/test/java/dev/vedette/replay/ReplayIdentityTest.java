package dev.vedette.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.policy.PolicyDocument;
import dev.vedette.policy.PolicyFile;
import dev.vedette.replay.input.Input;
import dev.vedette.risk.Policy;
import dev.vedette.sources.Context;
import dev.vedette.sources.Format;
import dev.vedette.sources.facts.Facts;
import dev.vedette.sources.facts.PrincipalFact;
import dev.vedette.topology.PipelineSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayIdentityTest {
  private static final String MAPPING =
      """
      format: mine
      kind: json
      event:
        time: {at: $at, as: iso}
        category: data
        action: read
        outcome: success
        principal.id: $who
      """;

  @TempDir private Path directory;

  @SuppressWarnings("NullAway.Init")
  ReplayIdentityTest() {}

  private Recording recording(String mapping, String input) throws IOException {
    return new Recording(
        Format.parse("mine.yaml", mapping),
        Input.of(List.of(input)),
        new Context("default", 2026),
        Runs.SETTINGS.intake().grace());
  }

  private Recording recording() throws IOException {
    Path file = Files.writeString(directory.resolve("events.jsonl"), "{}\n");
    return recording(MAPPING, file.toString());
  }

  private static ReplayIdentity of(Recording recording) throws IOException {
    return ReplayIdentity.of(recording, Runs.SETTINGS, "none", "packaged");
  }

  @Test
  void shouldBeAnotherWithAnythingThatChangesResults() throws IOException {
    PipelineSettings settings = Runs.SETTINGS;
    String louder =
        PolicyDocument.json(Policy.DEFAULT).replaceFirst("(\"prior\"\\s*:\\s*)-6", "$1-5");
    Policy sameVersion = PolicyFile.read("louder.json", louder.getBytes(StandardCharsets.UTF_8));
    assertEquals(Policy.DEFAULT.version(), sameVersion.version());
    assertNotEquals(Policy.DEFAULT.priorNats(), sameVersion.priorNats());
    var alias = PrincipalFact.alias("default", "alice", Set.of("al"));
    List<PipelineSettings> all =
        List.of(
            settings,
            settings.withGrace(Duration.ofMinutes(31)),
            settings.learningUntil(Instant.parse("2026-01-01T00:00:00Z")),
            settings.withShadow(Set.of("password-spray")),
            settings.withPolicy(sameVersion),
            settings.withFacts(Facts.NONE.withAliases(List.of(alias))));
    var applications = new HashSet<String>();
    var prefixes = new HashSet<String>();
    for (PipelineSettings one : all) {
      ReplayIdentity identity = ReplayIdentity.of(recording(), one, "none", "packaged");
      assertEquals(
          identity, ReplayIdentity.of(recording(), one.withTopicPrefix("x."), "none", "packaged"));
      applications.add(identity.applicationId());
      prefixes.add(identity.topicPrefix());
    }
    ReplayIdentity modelled = ReplayIdentity.of(recording(), settings, "0123", "packaged");
    applications.add(modelled.applicationId());
    prefixes.add(modelled.topicPrefix());
    assertEquals(all.size() + 1, applications.size());
    assertEquals(all.size() + 1, prefixes.size());
  }

  @Test
  void shouldBeAnotherWithAnEditedMapping() throws IOException {
    String file = Files.writeString(directory.resolve("a.jsonl"), "{}\n").toString();
    Recording before = recording(MAPPING, file);
    Recording edited = recording(MAPPING.replace("success", "failure"), file);
    assertEquals(before.format().name(), edited.format().name());
    assertEquals(of(before), of(recording(MAPPING, file)));
    assertNotEquals(of(before).applicationId(), of(edited).applicationId());
  }

  @Test
  void shouldTellBuildsApart() throws IOException {
    Path classes = Files.createDirectories(directory.resolve("classes"));
    Files.writeString(classes.resolve("A.class"), "a");
    String before = Build.digest(classes);
    assertEquals(before, Build.digest(classes));
    Files.writeString(classes.resolve("A.class"), "b");
    String changed = Build.digest(classes);
    Files.move(classes.resolve("A.class"), classes.resolve("B.class"));
    assertEquals(3, Set.of(before, changed, Build.digest(classes)).size());
    assertTrue(of(recording()).text().contains("build " + Build.digest()));
  }

  @Test
  void shouldLetADirectoryHoldOneReplayOnly() throws IOException {
    Path data = directory.resolve("data");
    of(recording()).claim(data, 4);
    of(recording()).claim(data, 4);
    ReplayIdentity other = of(recording(MAPPING.replace("success", "failure"), input("{}\n")));
    String refused =
        String.valueOf(
            assertThrows(IllegalArgumentException.class, () -> other.claim(data, 4)).getMessage());
    assertTrue(refused.contains("Use another --out"), refused);
    assertTrue(refused.contains(other.text()), refused);
    ReplayIdentity same = of(recording());
    assertThrows(IllegalArgumentException.class, () -> same.claim(data, 2));
  }

  private String input(String text) throws IOException {
    return Files.writeString(directory.resolve("events.jsonl"), text).toString();
  }

  @Test
  void shouldNotGoOnWithStandardInput() throws IOException {
    ReplayIdentity first = of(recording(MAPPING, "-"));
    ReplayIdentity second = of(recording(MAPPING, "-"));
    assertNotEquals(first.applicationId(), second.applicationId());
    assertNotEquals(first.topicPrefix(), second.topicPrefix());
    Path data = directory.resolve("piped");
    first.claim(data, 1);
    String refused =
        String.valueOf(
            assertThrows(IllegalArgumentException.class, () -> second.claim(data, 1)).getMessage());
    assertTrue(
        refused.startsWith("standard input cannot be read again: use another --out"), refused);
  }
}
