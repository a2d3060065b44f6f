package dev.vedette.schemas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.vedette.schemas.WireFormatException.Reason;
import java.util.Arrays;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.junit.jupiter.api.Test;

class RecordReaderTest {
  private static final SchemaResolver PACKAGED = PackagedSchemas.load();
  private static final Sighting SIGHTING = new Sighting("acme", "sign_in", 20_000, "acme/user/ann");

  private final RecordReader<Sighting> sightings =
      new RecordReader<>(Sighting.getClassSchema(), PACKAGED);

  @Test
  void shouldReadWhatWasWritten() {
    assertEquals(SIGHTING, sightings.read(WireFormat.encode(SIGHTING, PACKAGED)));
  }

  @Test
  void shouldReadAnOlderWritersRecordIntoTheCurrentClass() throws Exception {
    // A version before the field "tenant" was optional: it had no place, and an int was a long.
    Schema old =
        PlainSchema.parse(
            """
            {"type": "record", "name": "DeadLetter", "namespace": "dev.vedette.schemas", "fields": [
              {"name": "raw_length", "type": "int"}, {"name": "dropped_since", "type": "string"},
              {"name": "reason", "type": "string"}, {"name": "detail", "type": "string"},
              {"name": "origin", "type": "string"}, {"name": "source", "type": "string"},
              {"name": "raw", "type": "bytes"}, {"name": "received_millis", "type": "long"}]}
            """);
    var record = new GenericData.Record(old);
    record.put("raw_length", 7);
    record.put("dropped_since", "unused");
    record.put("reason", "truncated");
    record.put("detail", "d");
    record.put("origin", "o");
    record.put("source", "s");
    record.put("raw", java.nio.ByteBuffer.wrap(new byte[] {1, 2}));
    record.put("received_millis", 5L);
    var encoder = new ByteEncoder().start(90);
    new GenericDatumWriter<GenericData.Record>(old).write(record, encoder);

    DeadLetter read =
        new RecordReader<DeadLetter>(DeadLetter.getClassSchema(), only(Map.of(90, old)))
            .read(encoder.toBytes());
    assertEquals("truncated", read.getReason());
    assertEquals(7L, read.getRawLength());
    assertNull(read.getTenant());
  }

  @Test
  void shouldSayWhyBytesCannotBeRead() {
    byte[] good = WireFormat.encode(SIGHTING, PACKAGED);
    assertEquals(Reason.TRUNCATED, reason(new byte[0]));
    assertEquals(Reason.TRUNCATED, reason(Arrays.copyOf(good, 4)));
    for (int length = 5; length < good.length; length++) {
      assertEquals(Reason.TRUNCATED, reason(Arrays.copyOf(good, length)));
    }
    assertEquals(Reason.WRONG_SCHEMA, reason(Arrays.copyOf(good, good.length + 1)));
    assertEquals(
        Reason.NOT_WIRE_FORMAT, reason("text".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    byte[] unknown = good.clone();
    unknown[1] = 0x7F;
    assertEquals(Reason.UNKNOWN_SCHEMA_ID, reason(unknown));
    byte[] other = good.clone();
    other[4] = 1;
    assertEquals(Reason.WRONG_SCHEMA, reason(other));
  }

  private Reason reason(byte[] bytes) {
    return assertThrows(WireFormatException.class, () -> sightings.read(bytes)).reason();
  }

  private static SchemaResolver only(Map<Integer, Schema> schemas) {
    return new SchemaResolver() {
      @Override
      public Schema schema(int id) {
        return java.util.Objects.requireNonNull(schemas.get(id));
      }

      @Override
      public int id(Schema schema) {
        throw new IllegalArgumentException(schema.getName());
      }
    };
  }
}
