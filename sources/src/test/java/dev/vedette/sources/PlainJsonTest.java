package dev.vedette.sources;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plain JSON is read as Jackson reads it, or not at all. */
class PlainJsonTest {
  private static final int DOCUMENTS = 60_000;
  private static final List<String> PATHS =
      List.of("a", "a.b", "b.c.a", "l[0].a", "l[*].b", "l[a=x].b", "l[1]", "o", "b.l[*]");
  private static final List<String> SCALARS =
      List.of(
          "\"x\"",
          "\"\"",
          "\"twelve chars\"",
          "\"a \\\"quote\\\" \\\\ \\u00e4 \\n\"",
          "\"grün und 日本\"",
          "\"{\\\"b\\\":\\\"inside\\\"}\"",
          "true",
          "false",
          "null",
          "0",
          "-1.50e+7",
          "12345678901234567890",
          "-0");

  private static String value(Random random, int depth) {
    int kind = depth > 4 ? 2 : random.nextInt(4);
    var text = new StringBuilder();
    if (kind == 0) {
      text.append('{');
      for (int i = random.nextInt(4); i > 0; i--) {
        text.append(random.nextInt(9) == 0 ? "\n\t " : "")
            .append('"')
            .append(Set.of("a", "b", "c", "l", "o", "A", "name", "ä").toArray()[random.nextInt(8)])
            .append(random.nextInt(9) == 0 ? "\" : " : "\":")
            .append(value(random, depth + 1))
            .append(i > 1 ? "," : "");
      }
      return text.append('}').toString();
    }
    if (kind == 1) {
      text.append('[');
      for (int i = random.nextInt(4); i > 0; i--) {
        text.append(value(random, depth + 1)).append(i > 1 ? "," : "");
      }
      return text.append(']').toString();
    }
    return SCALARS.get(random.nextInt(SCALARS.size()));
  }

  private static String document(Random random) {
    return "{\"a\":%s,\"b\":%s,\"l\":[%s,{\"a\":\"x\",\"b\":%s}],\"o\":%s}"
        .formatted(
            value(random, 1),
            value(random, 1),
            value(random, 2),
            value(random, 2),
            value(random, 2));
  }

  private static byte[] mutated(byte[] json, Random random) {
    byte[] changed = json.clone();
    for (int n = random.nextInt(3); n > 0; n--) {
      int at = random.nextInt(changed.length);
      changed[at] =
          random.nextBoolean()
              ? (byte) random.nextInt(256)
              : (byte) "{}[]\",:\\0e.- \n\0".charAt(random.nextInt(15));
    }
    return changed;
  }

  private static boolean isUtf8(byte[] json) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static JsonTree tree(boolean anyCase, int[] slots) {
    Map<List<Reference.Step>, Integer> paths = new LinkedHashMap<>();
    for (String path : PATHS) {
      paths.put(Reference.parse(path).steps(), slots[0]++);
    }
    JsonTree tree = JsonTree.of(paths, () -> slots[0]++, anyCase);
    tree.finish();
    return tree;
  }

  private static List<String> slots(Fields fields) {
    var values = new ArrayList<String>();
    for (int i = 0; i < PATHS.size(); i++) {
      values.add(String.valueOf(fields.get(i)));
    }
    return values;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldReadWhatJacksonReads(boolean anyCase) throws IOException {
    int[] slotCount = {0};
    JsonTree tree = tree(anyCase, slotCount);
    var random = new Random(20_261_122);
    int plain = 0;
    int filled = 0;
    for (int i = 0; i < DOCUMENTS; i++) {
      byte[] json = mutated(document(random).getBytes(StandardCharsets.UTF_8), random);
      if (!isUtf8(json) || JsonExtractor.hasHalfCharacter(json)) {
        continue;
      }
      var quick = new Fields(slotCount[0], 0, Set.of());
      try {
        var input = new PlainJson(json, 0, json.length);
        if (input.kind() != JsonInput.Kind.OBJECT) {
          continue;
        }
        tree.object(input, quick);
        if (!input.isAtEnd()) {
          continue;
        }
      } catch (PlainJson.Unsure e) {
        continue;
      }
      plain++;
      String text = new String(json, StandardCharsets.UTF_8);
      var sure = new Fields(slotCount[0], 0, Set.of());
      try (JsonParser parser = JsonTree.JSON.createParser(json)) {
        parser.nextToken();
        tree.object(new JacksonInput(parser, 0), sure);
        assertNull(parser.nextToken(), text);
      } catch (JsonProcessingException e) {
        throw new AssertionError("Jackson refuses " + text, e);
      }
      assertEquals(slots(sure), slots(quick), text);
      filled += (int) slots(quick).stream().filter(s -> !s.equals("null")).count();
      // Passed over, it is accepted too.
      var skipped = new PlainJson(json, 0, json.length);
      skipped.skip();
      assertTrue(skipped.isAtEnd(), text);
    }
    assertTrue(plain > DOCUMENTS / 5, "documents were plain: " + plain);
    assertTrue(filled > plain, "fields were filled: " + filled);
  }

  @Test
  void shouldLeaveWhatIsDeepOrLongToJackson() {
    for (String rare :
        List.of(
            "{\"a\":" + "[".repeat(61) + "]".repeat(61) + "}",
            "{\"a\":" + "1".repeat(61) + "}",
            "{\"" + "n".repeat(1001) + "\":1}",
            "{\"a\\u0041\":1}")) {
      byte[] json = rare.getBytes(StandardCharsets.UTF_8);
      assertThrows(PlainJson.Unsure.class, () -> new PlainJson(json, 0, json.length).skip(), rare);
    }
  }

  @Test
  void shouldStopAtTheEndOfItsBytes() throws IOException {
    byte[] json = "[{\"a\":\"x\"},{\"a\":\"y\"}] , \"rest".getBytes(StandardCharsets.UTF_8);
    int end = new String(json, StandardCharsets.UTF_8).indexOf(']') + 1;
    var input = new PlainJson(json, 0, end);
    input.skip();
    assertTrue(input.isAtEnd());
    assertEquals(end, input.to());
    assertThrows(PlainJson.Unsure.class, () -> new PlainJson(json, 0, end - 1).skip(), "cut off");
  }
}
