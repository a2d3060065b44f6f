package dev.vedette.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.events.AccessEvent;
import dev.vedette.events.EventJson;
import dev.vedette.schemas.PackagedSchemas;
import dev.vedette.schemas.SchemaResolver;
import dev.vedette.schemas.WireFormatException;
import dev.vedette.schemas.WireFormatException.Reason;
import java.util.Arrays;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AccessEventDeserializerTest {
  private static final AccessEvent EVENT = Examples.usualEvent(1);

  private final WireSerdes serdes = new WireSerdes(PackagedSchemas.load());
  private final AccessEventDeserializer deserializer = new AccessEventDeserializer(serdes);

  @Test
  void shouldReadBothForms() {
    assertEquals(EVENT, deserializer.deserialize("t", serdes.accessEvents().encode(EVENT)));
    assertEquals(EVENT, deserializer.deserialize("t", EventJson.canonical(EVENT)));
    assertNull(deserializer.deserialize("t", null));
  }

  @Test
  void shouldSayWhyAValueIsNoEvent() {
    byte[] good = serdes.accessEvents().encode(EVENT);
    assertEquals(Reason.TRUNCATED, reason(new byte[0]));
    assertEquals(Reason.TRUNCATED, reason(Arrays.copyOf(good, 3)));
    assertEquals(Reason.TRUNCATED, reason(Arrays.copyOf(good, good.length - 1)));
    assertEquals(Reason.WRONG_SCHEMA, reason(Arrays.copyOf(good, good.length + 1)));
    assertEquals(Reason.NOT_WIRE_FORMAT, reason("Dec 10 sshd[1]: …".getBytes(UTF_8)));
    byte[] unknown = good.clone();
    unknown[4] = 99;
    assertEquals(Reason.UNKNOWN_SCHEMA_ID, reason(unknown));
    byte[] other = good.clone();
    other[4] = 2;
    assertEquals(Reason.WRONG_SCHEMA, reason(other));
    byte[] text = good.clone();
    text[7] = (byte) 0xC3;
    assertEquals(Reason.INVALID_TEXT, reason(text));

    assertEquals(Reason.INVALID_EVENT, reason("{\"time\":1".getBytes(UTF_8)));
    assertEquals(Reason.INVALID_EVENT, reason("{}".getBytes(UTF_8)));
    assertEquals(
        Reason.INVALID_EVENT, reason("{\"a\":".repeat(5000).getBytes(UTF_8)), "deep nesting");
    byte[] json = EventJson.canonical(EVENT);
    json[8] = (byte) 0xC3;
    assertEquals(Reason.INVALID_EVENT, reason(json), "JSON that is not UTF-8");
  }

  @Test
  void shouldRefuseHalfASurrogatePairThatJsonCanSay() {
    String json = new String(EventJson.canonical(EVENT), UTF_8);
    String action = EVENT.action();
    assertEquals(Reason.INVALID_EVENT, reason(json.replace(action, "a\\uD800").getBytes(UTF_8)));
    AccessEvent whole =
        deserializer.deserialize("t", json.replace(action, "a\\uD83D\\uDE00").getBytes(UTF_8));
    assertEquals("a\uD83D\uDE00", whole == null ? "" : whole.action());
  }

  @Test
  void shouldRefuseAnEventThatBreaksARule() {
    var record = new AccessEventMapping().toRecord(EVENT);
    byte[] far =
        dev.vedette.schemas.WireFormat.encode(
            dev.vedette.schemas.AccessEvent.newBuilder(record).setTime(-1).build(),
            PackagedSchemas.load());
    var refused = assertThrows(WireFormatException.class, () -> deserializer.deserialize("t", far));
    assertEquals(Reason.INVALID_EVENT, refused.reason());
    assertTrue(String.valueOf(refused.getMessage()).contains("time -1"), refused::getMessage);
  }

  @Test
  void shouldMakeAnIdOfTheContentWhereNoneIsGiven() {
    var record = new AccessEventMapping().toRecord(EVENT);
    byte[] nameless =
        dev.vedette.schemas.WireFormat.encode(
            dev.vedette.schemas.AccessEvent.newBuilder(record).setId("").build(),
            PackagedSchemas.load());
    AccessEvent read = serdes.accessEvents().decode(nameless);
    assertEquals(32, read.id().length());
    assertEquals(read, serdes.accessEvents().decodeByRecord(nameless));
    assertEquals(read, serdes.accessEvents().decode(nameless));
  }

  @Test
  void shouldReadAWriterOfAnotherVersionByResolution() {
    PackagedSchemas packaged = PackagedSchemas.load();
    String text = packaged.schema(1).toString();
    String field = "{\"name\":\"severity\",\"type\":\"int\",\"doc\":";
    assertTrue(text.contains(field));
    // The other version has one more field, before severity, that this one does not know.
    Schema other =
        new Schema.Parser()
            .parse(
                text.replace(
                    field,
                    "{\"name\":\"mood\",\"type\":\"string\",\"default\":\"calm\"}," + field));
    var writer =
        new SchemaResolver() {
          @Override
          public Schema schema(int id) {
            return id == 50 ? other : packaged.schema(id);
          }

          @Override
          public int id(Schema schema) {
            return packaged.id(schema);
          }
        };
    byte[] current = serdes.accessEvents().encode(EVENT);
    byte[] written = insertMood(current);
    AccessEvent read = new WireSerdes(writer).accessEvents().decode(written);
    assertEquals(EVENT, read);
  }

  @Test
  void shouldUseAUsersOwnClass() {
    try (var own = PluggableDeserializer.load(Own.class.getName(), Map.of("greeting", "hello"))) {
      AccessEvent read = own.deserialize("t", "hello".getBytes(UTF_8));
      assertEquals("hello", read == null ? "" : read.action());
      var refused =
          assertThrows(
              WireFormatException.class, () -> own.deserialize("t", "bye".getBytes(UTF_8)));
      assertEquals(Reason.INVALID_EVENT, refused.reason());
      assertTrue(String.valueOf(refused.getMessage()).contains("not hello"));
    }
  }

  @Test
  void shouldSayWhatIsWrongWithAUsersClass() {
    assertTrue(refusal("dev.nowhere.Missing").contains("is not on the class path"));
    assertTrue(refusal("java.lang.String").contains("does not implement"));
    assertTrue(refusal(Closed.class.getName()).contains("public constructor"));
    try (var text =
        PluggableDeserializer.load(
            "org.apache.kafka.common.serialization.StringDeserializer", Map.of())) {
      var refused =
          assertThrows(WireFormatException.class, () -> text.deserialize("t", "x".getBytes(UTF_8)));
      assertTrue(String.valueOf(refused.getMessage()).contains("java.lang.String"));
    }
  }

  /** A deserializer as a user would write it. */
  public static final class Own implements Deserializer<AccessEvent> {
    private String greeting = "";

    /** For the loader. */
    public Own() {}

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
      greeting = String.valueOf(configs.get("greeting"));
    }

    @Override
    public AccessEvent deserialize(String topic, byte @Nullable [] bytes) {
      String text = bytes == null ? "" : new String(bytes, UTF_8);
      if (!text.equals(greeting)) {
        throw new SerializationException("not " + greeting);
      }
      try {
        return EventJson.read(
            "{\"time\":1780000000000,\"category\":\"api\",\"action\":\"%s\"}"
                .formatted(text)
                .getBytes(UTF_8));
      } catch (dev.vedette.events.EventFormatException e) {
        throw new SerializationException(e);
      }
    }
  }

  /** One that cannot be made. */
  public static final class Closed implements Deserializer<AccessEvent> {
    private Closed() {}

    @Override
    public @Nullable AccessEvent deserialize(String topic, byte @Nullable [] bytes) {
      return null;
    }
  }

  private static String refusal(String className) {
    return String.valueOf(
        assertThrows(
                IllegalArgumentException.class,
                () -> PluggableDeserializer.load(className, Map.of()))
            .getMessage());
  }

  /** The record with id 50 and a text before its last three fields (severity, labels, source). */
  private static byte[] insertMood(byte[] record) {
    // severity 0, no labels, raw_source present with its length and "vedette".
    int tail = 1 + 1 + 1 + 1 + "vedette".length();
    byte[] mood = {8, 'g', 'l', 'a', 'd'};
    var out = new java.io.ByteArrayOutputStream();
    out.write(record, 0, record.length - tail);
    out.writeBytes(mood);
    out.write(record, record.length - tail, tail);
    byte[] written = out.toByteArray();
    written[4] = 50;
    return written;
  }

  private Reason reason(byte[] bytes) {
    return assertThrows(WireFormatException.class, () -> deserializer.deserialize("t", bytes))
        .reason();
  }
}
