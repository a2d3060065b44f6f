package dev.vedette.sources;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a format refers to in JSON, as a tree, so that one pass over the text keeps that and skips
 * all else. A path also leads through JSON that is shipped as text inside a JSON string.
 */
final class JsonTree {
  static final JsonFactory JSON =
      new JsonFactoryBuilder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(64)
                  .maxDocumentLength(Normalizer.MAX_LINE_BYTES)
                  .maxStringLength(Normalizer.MAX_LINE_BYTES)
                  .maxNameLength(4096)
                  .maxNumberLength(64)
                  .build())
          // Names are a sender's: they must not fill the JVM's table of strings.
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();

  private final Map<String, JsonTree> members = new HashMap<>();
  private @Nullable Items items;
  private int slot = -1;
  private int list = -1;
  private boolean leadsToList;
  private final boolean anyCase;

  private JsonTree(boolean anyCase) {
    this.anyCase = anyCase;
  }

  /**
   * A tree of paths.
   *
   * @param paths the steps to each field, and the slot that it goes into
   * @param fresh makes slots for what is looked at on the way
   * @param anyCase whether the case of names is none of the format's concern; those of the paths
   *     are in lower case then
   */
  static JsonTree of(Map<List<Reference.Step>, Integer> paths, IntSupplier fresh, boolean anyCase) {
    var tree = new JsonTree(anyCase);
    var below = new LinkedHashMap<String, Map<List<Reference.Step>, Integer>>();
    var ofItems = new LinkedHashMap<List<Reference.Step>, Integer>();
    paths.forEach((steps, slot) -> {
      if (steps.isEmpty()) {
        tree.slot = slot;
      } else if (steps.getFirst() instanceof Reference.Key(String name)) {
        below
            .computeIfAbsent(name, n -> new LinkedHashMap<>())
            .put(steps.subList(1, steps.size()), slot);
      } else {
        ofItems.put(steps, slot);
      }
    });
    below.forEach((name, rest) -> tree.members.put(name, of(rest, fresh, anyCase)));
    tree.items = ofItems.isEmpty() ? null : new Items(ofItems, fresh, anyCase);
    return tree;
  }

  /** Notes that a list at the end of that path, which has names only, is one of records. */
  void mark(List<Reference.Step> path, int number) {
    JsonTree at = this;
    for (Reference.Step step : path) {
      at.leadsToList = true;
      at = at.members.computeIfAbsent(((Reference.Key) step).name(), n -> new JsonTree(anyCase));
    }
    at.leadsToList = true;
    at.list = number;
  }

  /** Reads the object that the parser stands at the beginning of. */
  void object(JsonParser parser, Fields fields) throws IOException {
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      JsonTree member = members.get(anyCase ? name.toLowerCase(Locale.ROOT) : name);
      JsonToken token = parser.nextToken();
      if (member != null) {
        member.value(parser, fields);
      } else if (token.isStructStart()) {
        parser.skipChildren();
      }
    }
  }

  /** Reads the value that the parser stands at. */
  void value(JsonParser parser, Fields fields) throws IOException {
    JsonToken token = parser.currentToken();
    boolean leaf = members.isEmpty() && items == null;
    if (token.isScalarValue()) {
      String text = token == JsonToken.VALUE_NULL ? null : parser.getText();
      if (slot >= 0) {
        fields.set(slot, text);
      }
      if (!leaf && token == JsonToken.VALUE_STRING && text != null) {
        shippedAsText(text, fields);
      }
    } else if (list >= 0 && token == JsonToken.START_ARRAY) {
      int from = (int) parser.currentTokenLocation().getByteOffset();
      parser.skipChildren();
      fields.list(list, from, (int) parser.currentLocation().getByteOffset());
    } else if (slot >= 0) {
      String text = structure(parser);
      fields.set(slot, text);
      if (!leaf) {
        shippedAsText(text, fields);
      }
    } else if (token == JsonToken.START_OBJECT && !members.isEmpty()) {
      object(parser, fields);
    } else if (token == JsonToken.START_ARRAY && items != null) {
      items.list(parser, fields);
    } else {
      parser.skipChildren();
    }
  }

  /** Text that is JSON itself is read as such; text that is not, or not to its end, is text. */
  private void shippedAsText(String text, Fields fields) throws IOException {
    boolean object = text.startsWith("{") && !members.isEmpty();
    boolean list = text.startsWith("[") && items != null;
    if (leadsToList || (!object && !list)) {
      return;
    }
    try (JsonParser parser = JSON.createParser(text)) {
      parser.nextToken();
      if (object) {
        object(parser, fields);
      } else if (items != null) {
        items.list(parser, fields);
      }
    } catch (JsonProcessingException e) {
      // What was read before the break stands; the text as a whole is the field's value.
    }
  }

  private static String structure(JsonParser parser) throws IOException {
    var text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.copyCurrentStructure(parser);
    }
    return text.toString();
  }

  /**
   * What is referred to in the items of a list. Which item is meant may be known only at its end
   * (its name may stand behind its value), so each goes into slots of its own and is copied.
   */
  private static final class Items {
    /** Copies of what an item has. */
    private record Copies(int[] from, int[] to) {
      static Copies of(List<int[]> pairs) {
        return new Copies(
            pairs.stream().mapToInt(p -> p[0]).toArray(),
            pairs.stream().mapToInt(p -> p[1]).toArray());
      }

      void copy(Fields fields) {
        for (int i = 0; i < from.length; i++) {
          if (fields.get(to[i]) == null) {
            fields.set(to[i], fields.get(from[i]));
          }
        }
      }
    }

    /** Items that are told by the text of one member. */
    private record Chosen(int slot, Map<String, Copies> byText) {}

    private final JsonTree item;
    private final int[] ofItem;
    private final Map<Integer, Copies> byPosition = new HashMap<>();
    private final Copies ofAny;
    private final List<Chosen> chosen;

    Items(Map<List<Reference.Step>, Integer> paths, IntSupplier fresh, boolean anyCase) {
      var inItem = new LinkedHashMap<List<Reference.Step>, Integer>();
      var positions = new LinkedHashMap<Integer, List<int[]>>();
      var any = new ArrayList<int[]>();
      var matches = new LinkedHashMap<String, Map<String, List<int[]>>>();
      paths.forEach((steps, slot) -> {
        List<Reference.Step> rest = steps.subList(1, steps.size());
        int[] pair = {inItem.computeIfAbsent(rest, r -> fresh.getAsInt()), slot};
        switch (steps.getFirst()) {
          case Reference.Index(int position) ->
              positions.computeIfAbsent(position, p -> new ArrayList<>()).add(pair);
          case Reference.Match(String name, String text) -> {
            inItem.computeIfAbsent(List.of(new Reference.Key(name)), r -> fresh.getAsInt());
            matches
                .computeIfAbsent(name, n -> new LinkedHashMap<>())
                .computeIfAbsent(text, t -> new ArrayList<>())
                .add(pair);
          }
          case Reference.Any() -> any.add(pair);
          case Reference.Key(String name) ->
              throw new IllegalStateException(name + " is not an item of a list");
        }
      });
      positions.forEach((position, pairs) -> byPosition.put(position, Copies.of(pairs)));
      ofAny = Copies.of(any);
      var choices = new ArrayList<Chosen>();
      matches.forEach((name, byText) -> {
        var copies = new HashMap<String, Copies>();
        byText.forEach((text, pairs) -> copies.put(text, Copies.of(pairs)));
        Integer slot = inItem.get(List.of(new Reference.Key(name)));
        choices.add(new Chosen(slot == null ? -1 : slot, copies));
      });
      chosen = List.copyOf(choices);
      ofItem = inItem.values().stream().mapToInt(Integer::intValue).toArray();
      item = JsonTree.of(inItem, fresh, anyCase);
    }

    void list(JsonParser parser, Fields fields) throws IOException {
      boolean all = ofAny.from().length > 0 || !chosen.isEmpty();
      for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
        Copies here = byPosition.get(i);
        if (!all && here == null) {
          parser.skipChildren();
          continue;
        }
        for (int slot : ofItem) {
          fields.set(slot, null);
        }
        item.value(parser, fields);
        if (here != null) {
          here.copy(fields);
        }
        ofAny.copy(fields);
        for (Chosen choice : chosen) {
          String text = fields.get(choice.slot());
          Copies copies = text == null ? null : choice.byText().get(text);
          if (copies != null) {
            copies.copy(fields);
          }
        }
      }
    }
  }
}
