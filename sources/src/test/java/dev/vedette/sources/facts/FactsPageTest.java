package dev.vedette.sources.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.vedette.events.AccessEvent;
import dev.vedette.events.AccessEvent.Device;
import dev.vedette.events.AccessEvent.Endpoint;
import dev.vedette.events.AccessEvent.Principal;
import dev.vedette.events.Category;
import dev.vedette.events.Stamp;
import dev.vedette.events.SubjectType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of docs/facts.md does what the page says. */
class FactsPageTest {
  private static final Pattern FILE =
      Pattern.compile("```[a-z]+ ([a-z.]+)\n(.*?)```", Pattern.DOTALL);
  private static final Pattern OUTCOMES = Pattern.compile("```text\n(.*?)```", Pattern.DOTALL);
  private static final Pattern LINE = Pattern.compile("(\\S+) (\\S+) (\\S+) → .*");

  private static String page() throws IOException {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path page = at.resolve("docs").resolve("facts.md");
      if (Files.exists(page)) {
        return Files.readString(page);
      }
    }
    throw new IOException("docs/facts.md is not there");
  }

  @Test
  void shouldDoWhatThePageShows(@TempDir Path folder) throws IOException {
    String page = page();
    var files = FILE.matcher(page);
    int count = 0;
    for (; files.find(); count++) {
      Files.writeString(folder.resolve(files.group(1)), files.group(2));
    }
    assertEquals(5, count);
    Facts facts = FactFolder.load(folder);
    var enrichment = new Enrichment(facts, facts.directory());
    var outcomes = OUTCOMES.matcher(page);
    assertEquals(true, outcomes.find());
    List<String> lines = outcomes.group(1).lines().toList();
    assertEquals(5, lines.size());
    for (String line : lines) {
      var given = LINE.matcher(line);
      assertEquals(true, given.matches(), line);
      String event = "%s %s %s".formatted(given.group(1), given.group(2), given.group(3));
      String outcome = outcome(enrichment, given.group(1), given.group(2), given.group(3));
      assertEquals(line, event + " → " + outcome);
    }
  }

  private static String outcome(Enrichment enrichment, String time, String who, String ip) {
    var enriched =
        enrichment.of(
            AccessEvent.builder()
                .id("1")
                .timeMillis(Instant.parse(time).toEpochMilli())
                .category(Category.AUTHENTICATION)
                .action("sign_in")
                .principal(new Principal(SubjectType.USER, who, null))
                .source(new Endpoint(ip, 0, null, 0, null, Double.NaN, Double.NaN))
                .build());
    Principal principal = enriched.event().principal();
    assertNotNull(principal);
    var says = new StringBuilder(principal.type().wireName()).append(' ').append(principal.id());
    Stamp stamp = enriched.stamps().of(principal.type());
    if (stamp.department() != null) {
      says.append(", ").append(stamp.department());
    }
    if (stamp.criticalityMicros() != 0) {
      says.append(", criticality ").append(Math.round(Math.exp(stamp.criticalityMicros() / 1e6)));
    }
    Device device = enriched.event().device();
    if (device != null) {
      says.append(", device ").append(device.id());
      says.append(" of ").append(enriched.stamps().of(SubjectType.DEVICE).owner());
    }
    if (stamp.network() != null) {
      says.append(", ").append(stamp.network()).append(stamp.shared() ? " (no place)" : "");
    }
    return says.append(stamp.tor() ? ", tor" : "").toString();
  }
}
