package dev.vedette.sources;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The examples of docs/sources.md do what the page says. */
class DocumentationTest {
  private static String page() throws IOException {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path page = at.resolve("docs").resolve("sources.md");
      if (Files.exists(page)) {
        return Files.readString(page);
      }
    }
    throw new IOException("docs/sources.md is not there");
  }

  /** The n-th block of code in that language, from 0. */
  private static String block(String language, int n) throws IOException {
    var matcher = Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(page());
    for (int i = 0; i <= n; i++) {
      assertTrue(matcher.find(), "the page has %d blocks of %s".formatted(n + 1, language));
    }
    return matcher.group(1);
  }

  private static List<String> outcomes(String mapping, List<String> lines) {
    Normalizer normalizer =
        Format.parse("badge-doors.yaml", mapping).normalizer(new Context("default", 2026));
    var outcomes = new ArrayList<String>();
    for (int i = 0; i < lines.size(); i++) {
      byte[] line = lines.get(i).getBytes(UTF_8);
      String origin = "doors.csv:" + (i + 1);
      normalizer.normalize(
          line,
          (outcome, raw) ->
              outcomes.add(new String(NormalizedJson.line(outcome, origin, raw), UTF_8)));
    }
    return outcomes;
  }

  @Test
  void shouldReadTheWorkedExampleAsThePageShows() throws IOException {
    String mapping = block("yaml", 0);
    assertTrue(mapping.lines().count() <= 10, "ten lines");
    List<String> outcomes = outcomes(mapping, block("csv", 0).lines().toList());
    assertEquals(block("json", 0).lines().toList(), outcomes);
    assertEquals(4, outcomes.size());
  }

  @Test
  void shouldTakeTheExampleOfRules() throws IOException {
    String rules = block("yaml", 1);
    assertTrue(rules.startsWith("rules:"));
    Format format =
        Format.parse(
            "f.yaml",
            """
            format: f
            kind: json
            event: {time: $t, category: api, action: call}
            """
                + rules);
    byte[] line =
        "{\"t\":\"2026-05-04T10:00:00Z\",\"path\":\"/files/a\",\"method\":\"GET\"}".getBytes(UTF_8);
    Normalized normalized =
        format.normalizer(new Context("default", 2026)).normalize(line).getFirst();
    assertTrue(normalized.toString().contains("id=a"), normalized::toString);
  }

  @Test
  void shouldListEveryReasonAndEveryField() throws Exception {
    String page = page();
    int reasons = 0;
    for (var reason : DeadReason.class.getFields()) {
      assertTrue(page.contains("`" + reason.get(null) + "`"), reason.getName());
      reasons++;
    }
    assertEquals(15, reasons);
    for (EventField field : EventField.values()) {
      String name = field.jsonName();
      String last = name.substring(name.indexOf('.') + 1);
      assertTrue(
          page.contains("`" + name + "`") || page.matches("(?s).*[|.]" + last + "[|`].*"), name);
    }
  }
}
