package dev.vedette.sources;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.vedette.events.Text;
import java.io.IOException;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object a line, read in one pass: what the format refers to is kept, all else is skipped.
 * A list or an object that is referred to as a whole is its JSON text.
 */
final class JsonExtractor implements Extractor {
  private static final JsonFactory JSON =
      new JsonFactoryBuilder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(64)
                  .maxDocumentLength(Normalizer.MAX_LINE_BYTES)
                  .maxStringLength(Normalizer.MAX_LINE_BYTES)
                  .maxNameLength(4096)
                  .maxNumberLength(64)
                  .build())
          .build();

  /** The references, as a tree of names and positions. */
  private static final class Branch {
    private final Map<String, Branch> members = new HashMap<>();
    private final Map<Integer, Branch> items = new HashMap<>();
    private int slot = -1;

    boolean isLeaf() {
      return members.isEmpty() && items.isEmpty();
    }
  }

  private final Branch root = new Branch();

  JsonExtractor(Map<Reference, Integer> fields) {
    fields.forEach((field, slot) -> {
      Branch branch = root;
      for (Reference.Step step : field.steps()) {
        branch =
            switch (step) {
              case Reference.Key(String name) ->
                  branch.members.computeIfAbsent(name, n -> new Branch());
              case Reference.Index(int position) ->
                  branch.items.computeIfAbsent(position, p -> new Branch());
            };
      }
      branch.slot = slot;
    });
  }

  @Override
  public @Nullable Normalized extract(Line line, @Nullable String[] slots) {
    if (hasHalfCharacter(line.text())) {
      return halfCharacter();
    }
    try (JsonParser parser = JSON.createParser(line.text())) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return malformed("not a JSON object");
      }
      object(parser, root, slots);
      return parser.nextToken() == null ? null : malformed("text after the JSON object");
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      return malformed(
          "at character %d: %s"
              .formatted(
                  at == null ? 0 : at.getCharOffset(), Text.excerpt(e.getOriginalMessage())));
    } catch (IOException e) {
      return malformed(Text.excerpt(String.valueOf(e.getMessage())));
    }
  }

  /**
   * Whether an escape is one half of a surrogate pair without the other. JSON can spell that, but
   * no byte sequence can, so such text would change on its way.
   */
  static boolean hasHalfCharacter(String json) {
    boolean open = false;
    int at = json.indexOf('\\');
    if (at < 0) {
      return false;
    }
    while (at < json.length()) {
      int unit = json.charAt(at) == '\\' ? unit(json, at) : -1;
      boolean low = unit >= 0xDC00 && unit <= 0xDFFF;
      if (open != low) {
        return true;
      }
      open = unit >= 0xD800 && unit <= 0xDBFF;
      at += unit >= 0 ? 6 : json.charAt(at) == '\\' ? 2 : 1;
    }
    return open;
  }

  /** The 16 bits of an escape backslash-u; -1 for another escape. */
  private static int unit(String json, int at) {
    if (at + 6 > json.length() || json.charAt(at + 1) != 'u') {
      return -1;
    }
    int unit = 0;
    for (int i = at + 2; i < at + 6; i++) {
      int digit = Character.digit(json.charAt(i), 16);
      if (digit < 0) {
        return -1;
      }
      unit = unit << 4 | digit;
    }
    return unit;
  }

  static Normalized halfCharacter() {
    return new Normalized.Dead(
        DeadReason.INVALID_UTF8, "an escape is one half of a surrogate pair");
  }

  private static Normalized malformed(String detail) {
    return new Normalized.Dead(DeadReason.MALFORMED_JSON, detail);
  }

  private static void object(JsonParser parser, Branch branch, @Nullable String[] slots)
      throws IOException {
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      Branch member = branch.members.get(parser.currentName());
      parser.nextToken();
      value(parser, member, slots);
    }
  }

  private static void list(JsonParser parser, Branch branch, @Nullable String[] slots)
      throws IOException {
    for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
      value(parser, branch.items.get(i), slots);
    }
  }

  private static void value(JsonParser parser, @Nullable Branch branch, @Nullable String[] slots)
      throws IOException {
    JsonToken token = parser.currentToken();
    if (branch == null) {
      parser.skipChildren();
    } else if (token == JsonToken.START_OBJECT && !branch.isLeaf()) {
      object(parser, branch, slots);
    } else if (token == JsonToken.START_ARRAY && !branch.isLeaf()) {
      list(parser, branch, slots);
    } else if (branch.slot < 0) {
      parser.skipChildren();
    } else if (token.isStructStart()) {
      slots[branch.slot] = structure(parser);
    } else {
      slots[branch.slot] = token == JsonToken.VALUE_NULL ? null : parser.getText();
    }
  }

  private static String structure(JsonParser parser) throws IOException {
    var text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.copyCurrentStructure(parser);
    }
    return text.toString();
  }
}
