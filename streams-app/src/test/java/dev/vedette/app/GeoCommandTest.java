package dev.vedette.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.events.AccessEvent;
import dev.vedette.events.AccessEvent.Endpoint;
import dev.vedette.events.Category;
import dev.vedette.sources.facts.Enrichment;
import dev.vedette.sources.facts.FactFolder;
import dev.vedette.sources.facts.Facts;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fetches 8 MB, so it is only done when asked for: {@code -Dvedette.geo.fetch=true}. */
class GeoCommandTest {
  @Test
  void shouldBringADatabaseThatKnowsCountries(@TempDir Path folder) throws Exception {
    Assumptions.assumeTrue(
        Boolean.getBoolean("vedette.geo.fetch"), "fetches 8 MB: -Dvedette.geo.fetch=true");
    int exit = Vedette.commandLine().execute("geo", "fetch", "--facts", folder.toString());
    assertEquals(0, exit);
    try (var left = Files.list(folder.resolve("geo"))) {
      assertEquals(1, left.count(), "nothing else is left");
    }
    Facts facts = FactFolder.load(folder);
    var event =
        AccessEvent.builder()
            .timeMillis(1_767_225_600_000L)
            .category(Category.AUTHENTICATION)
            .action("sign_in")
            .source(new Endpoint("193.0.6.139", 0, null, 0, null, Double.NaN, Double.NaN))
            .build();
    Endpoint source = new Enrichment(facts, facts.directory()).of(event).event().source();
    assertNotNull(source);
    assertEquals("NL", source.country());
    assertTrue(facts.version() != 0);
  }

  @Test
  void shouldSayWhatIsMissing() {
    assertEquals(2, Vedette.commandLine().execute("geo"));
    assertEquals(2, Vedette.commandLine().execute("geo", "fetch"));
  }
}
