package dev.vedette.schemas;

import dev.vedette.schemas.WireFormatException.Reason;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;

/**
 * Reads records in wire format into one generated class, whatever version of its schema they were
 * written with: what the writer did not know has its default. Safe for use by many threads.
 *
 * @param <R> the generated class
 */
public final class RecordReader<R extends SpecificRecord> {
  private final Schema expected;
  private final SchemaResolver schemas;
  private final Map<Integer, SpecificDatumReader<R>> readers = new ConcurrentHashMap<>();

  /**
   * Reads into the class of a schema.
   *
   * @param expected the generated class's own schema
   * @param schemas the space of the ids that the records carry
   */
  public RecordReader(Schema expected, SchemaResolver schemas) {
    this.expected = expected;
    this.schemas = schemas;
  }

  /**
   * Reads one record.
   *
   * @throws WireFormatException if the bytes are not a record of the expected schema
   * @throws RegistryException if a registry could not be asked for the writer's schema
   */
  public R read(byte[] record) {
    int id = WireFormat.schemaId(record);
    SpecificDatumReader<R> reader = readers.get(id);
    if (reader == null) {
      reader = readers.computeIfAbsent(id, this::reader);
    }
    var decoder = new BoundedDecoder().start(record);
    try {
      R read = reader.read(null, decoder);
      decoder.end();
      return read;
    } catch (IOException | AvroRuntimeException | IndexOutOfBoundsException e) {
      throw new WireFormatException(
          Reason.WRONG_SCHEMA,
          "the bytes are no %s of schema id %d: %s"
              .formatted(expected.getName(), id, e.getMessage()),
          e);
    }
  }

  /**
   * Whether an id is of exactly the expected schema, so that its records need no resolution.
   *
   * @throws WireFormatException if nobody has given out the id
   * @throws RegistryException if a registry could not be asked
   */
  public boolean isCurrent(int id) {
    return PlainSchema.of(expected).equals(PlainSchema.of(schemas.schema(id)));
  }

  private SpecificDatumReader<R> reader(int id) {
    Schema written = schemas.schema(id);
    if (!written.getFullName().equals(expected.getFullName())) {
      throw new WireFormatException(
          Reason.WRONG_SCHEMA,
          "schema id %d is %s, here is %s expected"
              .formatted(id, written.getFullName(), expected.getFullName()));
    }
    return new SpecificDatumReader<>(written, expected);
  }
}
