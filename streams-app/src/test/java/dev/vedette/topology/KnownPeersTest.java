package dev.vedette.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.vedette.detectors.model.Model;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectKey;
import dev.vedette.events.SubjectType;
import dev.vedette.models.ModelJson;
import dev.vedette.models.ModelSet;
import dev.vedette.models.Models;
import dev.vedette.sources.facts.Directory;
import dev.vedette.topology.KnownPeers.Group;
import dev.vedette.topology.KnownPeers.Source;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Among whom principals are, as the directory and a model say it. */
class KnownPeersTest {
  private static final Instant MOVED = Instant.parse("2026-03-01T00:00:00Z");
  private static final long BEFORE = MOVED.toEpochMilli() - 1;
  private static final long AFTER = MOVED.toEpochMilli();

  private final Directory directory = new Directory();
  private final KnownPeers peers =
      new KnownPeers(
          directory,
          new Models(ModelSet.NONE.with(model(user("acme", "ann"), user("acme", "dan")))));

  private static Subject user(String tenant, String id) {
    return Subject.of(tenant, SubjectType.USER, id);
  }

  private static Model model(Subject... members) {
    String digests =
        Arrays.stream(members)
            .mapToLong(SubjectKey::digest64)
            .sorted()
            .mapToObj("\"%016x\""::formatted)
            .collect(Collectors.joining(","));
    String json =
        """
        {"format":"vedette-model/1","kind":"peer-groups","tenant":"acme","id":"behaviour","version":4,
         "createdAt":"%s","effectiveFrom":"%s","trainingDigest":"sha256:%s",
         "model":{"groups":[{"name":"g01","members":[%s]},{"name":"g02","members":["%016x"]}]}}
        """
            .formatted(
                MOVED, MOVED, "0".repeat(64), digests, SubjectKey.digest64(user("acme", "eve")));
    return ModelJson.read("test", json.getBytes(UTF_8));
  }

  private void put(String tenant, String id, String department, String since) {
    String fact =
        """
        {"tenant":"%s","id":"%s","department":"%s","effective_from":"%s"}
        """
            .formatted(tenant, id, department, since);
    directory.put(Directory.principal("test", fact.getBytes(UTF_8)));
  }

  @Test
  void shouldTellTheDepartmentAndHowManyAreInIt() {
    put("acme", "ann", "finance", "2026-01-01T00:00:00Z");
    put("acme", "bob", "finance", "2026-01-01T00:00:00Z");
    put("acme", "bob", "sales", MOVED.toString());
    put("*", "carol", "finance", "2026-01-01T00:00:00Z");
    put("globex", "gil", "finance", "2026-01-01T00:00:00Z");
    Subject ann = user("acme", "ann");
    assertEquals(new Group("finance", Source.DIRECTORY, 3), peers.of(ann, BEFORE));
    assertEquals(new Group("finance", Source.DIRECTORY, 2), peers.of(ann, AFTER), "bob moved");
    assertEquals(new Group("sales", Source.DIRECTORY, 1), peers.of(user("acme", "bob"), AFTER));
    assertEquals(
        new Group("finance", Source.DIRECTORY, 2), peers.of(Subject.session(ann, "s"), AFTER));
    assertEquals(new Group("finance", Source.DIRECTORY, 2), peers.of(user("globex", "gil"), AFTER));
  }

  @Test
  void shouldTellTheLearnedGroupWhereTheDirectorySaysNone() {
    put("acme", "dan", "it", "2026-01-01T00:00:00Z");
    Subject ann = user("acme", "ann");
    assertEquals(new Group("learned:4:g01", Source.LEARNED, 2), peers.of(ann, AFTER));
    assertNull(peers.of(ann, BEFORE), "it did not count yet");
    assertEquals(new Group("it", Source.DIRECTORY, 1), peers.of(user("acme", "dan"), AFTER));
    assertEquals(
        new Group("learned:4:g02", Source.LEARNED, 1), peers.of(user("acme", "eve"), AFTER));
    assertNull(peers.of(user("acme", "nobody"), AFTER));
    assertNull(peers.of(user("globex", "ann"), AFTER), "another tenant");
    assertNull(peers.of(Subject.of("acme", SubjectType.IP, "ann"), AFTER));
  }
}
