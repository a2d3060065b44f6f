package dev.vedette.sources;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import dev.vedette.events.Text;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object a line, or a list of them, read in one pass: what the format refers to is kept,
 * all else is skipped. A list or an object that is referred to as a whole is its JSON text.
 *
 * <p>Where a format says in which list the records of an object stand ({@code each}), the object is
 * passed over once to find that list, and then each of its items is read. If the format looks at
 * what is around records, an item that has one of the lists named later is what is around their
 * items.
 */
final class JsonExtractor implements Extractor {
  /** The rule that lists without an item are ignored by. */
  static final String EMPTY_LIST = "empty-list";

  private static final @Nullable String[] NOTHING = {};

  private final JsonTree record;
  private final JsonTree whole;
  private final int[] ofRecord;
  private final int[] ofOuter;
  private final int[][] ofBoth;
  private final int lists;

  /**
   * An extractor.
   *
   * @param fields what is referred to; a path that begins with {@link Reference#OUTER} is of what
   *     is around the record
   * @param each where the lists of records may stand; empty if the object is the record
   * @param fresh makes slots for what is looked at on the way
   * @param anyCase whether names may be in any case; the references are in lower case then
   */
  JsonExtractor(
      Map<Reference, Integer> fields, List<Reference> each, IntSupplier fresh, boolean anyCase) {
    var own = new LinkedHashMap<List<Reference.Step>, Integer>();
    var outer = new LinkedHashMap<List<Reference.Step>, Integer>();
    fields.forEach((field, slot) -> {
      if (!each.isEmpty() && field.name().equals(Reference.OUTER)) {
        outer.put(field.below().steps(), slot);
      } else {
        own.put(field.steps(), slot);
      }
    });
    record = JsonTree.of(own, fresh, anyCase);
    ofRecord = own.values().stream().mapToInt(Integer::intValue).toArray();
    ofOuter = outer.values().stream().mapToInt(Integer::intValue).toArray();
    lists = each.size();
    var all = new LinkedHashMap<>(own);
    var both = new ArrayList<int[]>();
    outer.forEach((steps, slot) -> {
      Integer same = all.putIfAbsent(steps, slot);
      if (same != null) {
        both.add(new int[] {same, slot});
      }
    });
    ofBoth = both.toArray(new int[0][]);
    whole = lists == 0 ? record : JsonTree.of(all, fresh, anyCase);
    for (int i = 0; i < lists; i++) {
      whole.mark(each.get(i).steps(), i);
    }
    record.finish();
    whole.finish();
  }

  /** Whether the format refers to what is around a record. */
  boolean looksAround() {
    return ofOuter.length > 0;
  }

  @Override
  public void extract(Line line, Fields fields, Found found) {
    byte[] json = line.utf8();
    if (hasHalfCharacter(json)) {
      found.none(halfCharacter());
      return;
    }
    if (plain(json, fields, found)) {
      return;
    }
    try (JsonParser parser = JsonTree.JSON.createParser(json)) {
      JsonToken first = parser.nextToken();
      if (first == JsonToken.START_ARRAY) {
        parser.skipChildren();
        if (ends(parser, found)) {
          new Records(json, fields, found, false).list(0, json.length, 0);
        }
      } else if (first != JsonToken.START_OBJECT) {
        found.none(malformed("not a JSON object"));
      } else {
        whole(new JacksonInput(parser, 0), fields);
        if (ends(parser, found) && !new Records(json, fields, found, false).lists(0)) {
          leaves(json, 0, json.length, fields);
          found.record();
        }
      }
    } catch (JsonProcessingException e) {
      found.none(malformed(e));
    } catch (IOException e) {
      found.none(malformed(Text.excerpt(String.valueOf(e.getMessage()))));
    }
  }

  /** Reads a line that is an object and plain JSON; false if it is not, and nothing was said. */
  private boolean plain(byte[] json, Fields fields, Found found) {
    var input = new PlainJson(json, 0, json.length);
    if (input.kind() != JsonInput.Kind.OBJECT) {
      return false;
    }
    try {
      whole(input, fields);
      if (!input.isAtEnd()) {
        throw new PlainJson.Unsure();
      }
    } catch (IOException e) {
      fields.clear();
      return false;
    }
    try {
      if (!new Records(json, fields, found, true).lists(0)) {
        leaves(json, 0, json.length, fields);
        found.record();
      }
    } catch (IOException e) {
      throw new IllegalStateException("what was plain is not", e);
    }
    return true;
  }

  /** Notes all that stands in an object, if that is asked for. */
  private static void leaves(byte[] json, int from, int to, Fields fields) throws IOException {
    if (!fields.traced()) {
      return;
    }
    try (JsonParser parser = JsonTree.JSON.createParser(json, from, to - from)) {
      while (parser.nextToken() != null) {
        if (parser.currentToken().isScalarValue()) {
          fields.saw(path(parser.getParsingContext()), parser.getText());
        }
      }
    }
  }

  private static String path(JsonStreamContext at) {
    JsonStreamContext parent = at.getParent();
    if (parent == null) {
      return "";
    }
    String before = path(parent);
    if (at.inArray()) {
      return "%s[%d]".formatted(before, at.getCurrentIndex());
    }
    return before.isEmpty() ? at.getCurrentName() : before + "." + at.getCurrentName();
  }

  /** Reads an object that may be a record, or have lists of them. */
  private void whole(JsonInput input, Fields fields) throws IOException {
    fields.clearLists();
    whole.object(input, fields);
    for (int[] same : ofBoth) {
      fields.set(same[1], fields.get(same[0]));
    }
  }

  private static boolean ends(JsonParser parser, Found found) throws IOException {
    if (parser.nextToken() == null) {
      return true;
    }
    found.none(malformed("text after the JSON object"));
    return false;
  }

  /** The records of one line that has several. */
  private final class Records {
    private final byte[] json;
    private final Fields fields;
    private final Found found;
    private final boolean plain;
    private int read;

    Records(byte[] json, Fields fields, Found found, boolean plain) {
      this.json = json;
      this.fields = fields;
      this.found = found;
      this.plain = plain;
    }

    /**
     * Reads the first list of records, from that number on, that an object was found to have; false
     * if it has none.
     */
    boolean lists(int first) throws IOException {
      for (int i = first; i < lists; i++) {
        int to = fields.listTo(i);
        if (to > 0) {
          list(fields.listFrom(i), to, looksAround() ? i + 1 : lists);
          return true;
        }
      }
      return false;
    }

    /** Reads the list in these bytes, whose items may have lists of records from that number on. */
    void list(int from, int to, int first) throws IOException {
      if (plain) {
        list(new PlainJson(json, from, to), first);
        return;
      }
      try (JsonParser parser = JsonTree.JSON.createParser(json, from, to - from)) {
        parser.nextToken();
        list(new JacksonInput(parser, from), first);
      }
    }

    private void list(JsonInput input, int first) throws IOException {
      int before = read;
      int beyond = 0;
      boolean ofLists = first < lists;
      @Nullable String[] around = ofLists ? fields.values(ofOuter) : NOTHING;
      input.enter();
      while (input.item()) {
        if (read >= Normalizer.MAX_RECORDS) {
          input.skip();
          beyond++;
          continue;
        }
        read++;
        int start = input.from();
        boolean object = input.kind() == JsonInput.Kind.OBJECT;
        fields.clear(ofRecord);
        if (object && ofLists) {
          fields.clear(ofOuter);
          whole(input, fields);
        } else if (object) {
          record.object(input, fields);
        } else {
          input.skip();
        }
        int end = input.to();
        if (!object) {
          found.none(malformed("an item of the list is not an object"), json, start, end);
        } else if (!ofLists || !lists(first)) {
          if (ofLists && first > 0) {
            fields.set(ofOuter, around);
          }
          leaves(json, start, end, fields);
          found.record(json, start, end);
        }
      }
      if (beyond > 0) {
        found.none(tooMany(beyond));
      } else if (read == before) {
        found.none(new Normalized.Ignored(EMPTY_LIST));
      }
    }
  }

  private static Normalized tooMany(int beyond) {
    return new Normalized.Dead(
        DeadReason.TOO_MANY_RECORDS,
        "the line has %d records more than the %d that are read of one line"
            .formatted(beyond, Normalizer.MAX_RECORDS));
  }

  /**
   * Whether an escape is one half of a surrogate pair without the other. JSON can spell that, but
   * no byte sequence can, so such text would change on its way.
   */
  static boolean hasHalfCharacter(byte[] json) {
    boolean open = false;
    // Searched for as text, which is many bytes in one go: most records have none.
    int first = new String(json, StandardCharsets.ISO_8859_1).indexOf('\\');
    int at = first < 0 ? json.length : first;
    while (at < json.length) {
      int unit = unit(json, at);
      boolean low = unit >= 0xDC00 && unit <= 0xDFFF;
      if (open != low) {
        return true;
      }
      open = unit >= 0xD800 && unit <= 0xDBFF;
      int behind = at + (unit >= 0 ? 6 : 2);
      at = backslash(json, behind);
      if (open && at != behind) {
        return true;
      }
    }
    return open;
  }

  /** The next backslash; the length if there is none. */
  private static int backslash(byte[] json, int from) {
    int at = from;
    while (at < json.length && json[at] != '\\') {
      at++;
    }
    return at;
  }

  /** The 16 bits of an escape backslash-u; -1 for another escape. */
  private static int unit(byte[] json, int at) {
    if (at + 6 > json.length || json[at + 1] != 'u') {
      return -1;
    }
    int unit = 0;
    for (int i = at + 2; i < at + 6; i++) {
      int digit = Character.digit(json[i], 16);
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

  private static Normalized malformed(JsonProcessingException e) {
    var at = e.getLocation();
    return malformed(
        "at byte %d: %s"
            .formatted(at == null ? 0 : at.getByteOffset(), Text.excerpt(e.getOriginalMessage())));
  }

  private static Normalized malformed(String detail) {
    return new Normalized.Dead(DeadReason.MALFORMED_JSON, detail);
  }
}
