package dev.vedette.models;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.vedette.detectors.model.ModelKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The models that {@code docs/models.md} shows. */
public final class ModelExamples {
  private static final Path PAGE = Path.of("../docs/models.md");
  private static final Pattern BLOCK = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL);
  private static final Pattern KIND = Pattern.compile("\"kind\": \"([a-z-]+)\"");

  private ModelExamples() {}

  /** All of them by their kinds. */
  static Map<ModelKind, String> all() {
    var examples = new TreeMap<ModelKind, String>();
    try {
      BLOCK
          .matcher(Files.readString(PAGE))
          .results()
          .map(block -> block.group(1))
          .forEach(json -> {
            var kind = KIND.matcher(json);
            if (kind.find()) {
              examples.put(ModelKind.of(kind.group(1)), json);
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return examples;
  }

  /** One of them. */
  public static String of(ModelKind kind) {
    String json = all().get(kind);
    if (json == null) {
      throw new IllegalStateException("docs/models.md shows no " + kind.wireName());
    }
    return json;
  }

  /** The same with one text in place of another that is there. */
  public static String with(String json, String old, String other) {
    String changed = json.replace(old, other);
    assertNotEquals(json, changed, () -> "the example has no " + old);
    return changed;
  }

  static byte[] bytes(String json) {
    return json.getBytes(UTF_8);
  }
}
