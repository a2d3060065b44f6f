package dev.vedette.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.schemas.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Names are state: a renamed store is an empty store. {@code -Dvedette.golden.write=true} writes
 * the golden description anew.
 */
class TopologyTextTest {
  private static final Path GOLDEN = Path.of("src", "test", "resources", "golden", "topology.txt");
  private static final Path ARCHITECTURE = Path.of("..", "docs", "architecture.md");
  private static final Path SECURITY_TOPOLOGY =
      Path.of("src", "main", "java", "dev", "vedette", "topology", "SecurityTopology.java");
  private static final Pattern STORE = Pattern.compile("[a-z-]+-v\\d+");
  private static final Pattern STORES = Pattern.compile("stores: \\[([^\\]]*)\\]");
  private static final Pattern TOPICS =
      Pattern.compile("topics?: \\[?([a-z.]+\\.v\\d+(?:, [a-z.]+\\.v\\d+)*)");

  private static Set<String> found(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .flatMap(result -> Pattern.compile(", ").splitAsStream(result.group(1)))
        .filter(name -> !name.isEmpty())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The stores of an operator are a set: their order differs from run to run. */
  private static String ordered(String description) {
    return STORES
        .matcher(description)
        .replaceAll(match ->
            Pattern.compile(", ")
                .splitAsStream(match.group(1))
                .sorted()
                .collect(Collectors.joining(", ", "stores: [", "]")));
  }

  @Test
  void shouldBeTheTopologyThatWasAgreedOn() throws IOException {
    String description = TopologyText.description();
    if (Boolean.getBoolean("vedette.golden.write")) {
      Files.writeString(GOLDEN, description);
    }
    assertEquals(ordered(Files.readString(GOLDEN)), ordered(description));
  }

  @Test
  void shouldNameEverything() {
    String description = TopologyText.description();
    var unnamed = Pattern.compile("KSTREAM-|KTABLE-|STATE-STORE-|-0000").matcher(description);
    assertFalse(unnamed.find(), () -> "made-up name at " + unnamed.toMatchResult());
    assertFalse(description.contains("-repartition"), "keys are right from the beginning");
  }

  @Test
  void shouldListEveryStoreInTheCatalogue() {
    var stores = found(STORES, TopologyText.description());
    // Global stores are restored from their topics themselves and have no changelogs.
    stores.remove("prevalence-known-v1");
    stores.remove("directory-principals-v1");
    stores.remove("directory-devices-v1");
    stores.remove("models-known-v1");
    stores.remove("policies-known-v1");
    // Holds nothing: it tells behaviour that a commit is being prepared.
    stores.remove("behaviour-write-behind-v1");
    var catalogue =
        Topics.stores().stream()
            .map(Topics.Store::name)
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(catalogue, stores);
  }

  @Test
  void shouldBeThePictureThatPageAndCodeShow() throws IOException {
    assertTrue(
        Files.readString(ARCHITECTURE).contains("```\n" + TopologyText.STAGES + "```"),
        "docs/architecture.md has another picture");
    String javadoc =
        TopologyText.STAGES
            .lines()
            .map(line -> "   * " + line + "\n")
            .collect(Collectors.joining());
    assertTrue(
        Files.readString(SECURITY_TOPOLOGY).contains("<pre>{@code\n" + javadoc + "   * }</pre>"),
        "SecurityTopology has another picture");
  }

  @Test
  void shouldExplainEveryStoreOnThePage() throws IOException {
    var stores = found(STORES, TopologyText.description());
    stores.remove("behaviour-write-behind-v1");
    assertTrue(stores.size() > 15, stores::toString);
    var explained =
        Files.readString(ARCHITECTURE)
            .lines()
            .filter(line -> line.startsWith("| `"))
            .flatMap(line -> STORE.matcher(line.split("\\|", -1)[1]).results())
            .map(MatchResult::group)
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(stores, explained);
  }

  @Test
  void shouldDrawEveryTopicThatFlows() {
    String text = TopologyText.of();
    String picture = text.substring(0, text.indexOf("Topologies:"));
    var flowing = found(TOPICS, TopologyText.description());
    assertTrue(flowing.size() >= 8, flowing::toString);
    flowing.forEach(topic -> assertTrue(picture.contains(topic), topic));
    assertTrue(picture.contains("raw.<source>.v1"), picture);
    Topics.all().stream()
        .filter(topic -> !topic.equals(Topics.REPLAY_PROGRESS))
        .forEach(topic -> assertTrue(flowing.contains(topic.name()), topic::name));
  }
}
