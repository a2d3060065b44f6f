package dev.vedette.sources;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
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
  private @Nullable JsonTree[] hashed = new @Nullable JsonTree[1];
  private byte[][] names = new byte[1][];
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

  /** Makes ready for reading: no path is added any more. */
  void finish() {
    int size = Integer.highestOneBit(Math.max(1, members.size())) * 4;
    hashed = new @Nullable JsonTree[size];
    names = new byte[size][];
    members.forEach((name, member) -> {
      byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
      int hash = 0;
      for (byte b : bytes) {
        hash = hash(hash, b);
      }
      int at = hash & size - 1;
      while (hashed[at] != null) {
        at = at + 1 & size - 1;
      }
      hashed[at] = member;
      names[at] = bytes;
      member.finish();
    });
    if (items != null) {
      items.item.finish();
    }
  }

  /** The hash of a name with one more byte. */
  static int hash(int before, byte b) {
    return before * 31 + b;
  }

  /** A byte in lower case, if it is a letter of ASCII. */
  static byte lower(byte b) {
    return b >= 'A' && b <= 'Z' ? (byte) (b + 'a' - 'A') : b;
  }

  /** Whether the case of names is of no concern. */
  boolean isAnyCase() {
    return anyCase;
  }

  /** What is below the member of that name; null if nothing of it is asked for. */
  @Nullable JsonTree member(String name) {
    return members.get(anyCase ? name.toLowerCase(Locale.ROOT) : name);
  }

  /** The same, for a name that is ASCII and stands in these bytes. */
  @Nullable JsonTree member(byte[] json, int from, int to, int hash) {
    int mask = hashed.length - 1;
    for (int at = hash & mask; ; at = at + 1 & mask) {
      JsonTree member = hashed[at];
      if (member == null || isNamed(names[at], json, from, to)) {
        return member;
      }
    }
  }

  private boolean isNamed(byte[] name, byte[] json, int from, int to) {
    if (!anyCase) {
      return Arrays.equals(name, 0, name.length, json, from, to);
    }
    if (name.length != to - from) {
      return false;
    }
    for (int i = 0; i < name.length; i++) {
      if (name[i] != lower(json[from + i])) {
        return false;
      }
    }
    return true;
  }

  /** Reads the object that the input stands at. */
  void object(JsonInput input, Fields fields) throws IOException {
    input.enter();
    for (JsonTree member = input.member(this); member != null; member = input.member(this)) {
      member.value(input, fields);
    }
  }

  /** Reads the value that the input stands at. */
  void value(JsonInput input, Fields fields) throws IOException {
    JsonInput.Kind kind = input.kind();
    boolean leaf = members.isEmpty() && items == null;
    if (kind.isScalar()) {
      String text = input.text();
      if (slot >= 0) {
        fields.set(slot, text);
      }
      if (!leaf && kind == JsonInput.Kind.TEXT && text != null) {
        shippedAsText(text, fields);
      }
    } else if (list >= 0 && kind == JsonInput.Kind.LIST) {
      int from = input.from();
      input.skip();
      fields.list(list, from, input.to());
    } else if (slot >= 0) {
      String text = input.structure();
      fields.set(slot, text);
      if (!leaf) {
        shippedAsText(text, fields);
      }
    } else if (kind == JsonInput.Kind.OBJECT && !members.isEmpty()) {
      object(input, fields);
    } else if (kind == JsonInput.Kind.LIST && items != null) {
      items.list(input, fields);
    } else {
      input.skip();
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
      var input = new JacksonInput(parser, 0);
      if (object) {
        object(input, fields);
      } else if (items != null) {
        items.list(input, fields);
      }
    } catch (JsonProcessingException e) {
      // What was read before the break stands; the text as a whole is the field's value.
    }
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

    void list(JsonInput input, Fields fields) throws IOException {
      boolean all = ofAny.from().length > 0 || !chosen.isEmpty();
      input.enter();
      for (int i = 0; input.item(); i++) {
        Copies here = byPosition.get(i);
        if (!all && here == null) {
          input.skip();
          continue;
        }
        for (int slot : ofItem) {
          fields.set(slot, null);
        }
        item.value(input, fields);
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
