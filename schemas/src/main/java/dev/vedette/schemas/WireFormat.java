package dev.vedette.schemas;

import dev.vedette.schemas.WireFormatException.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/**
 * Confluent's wire format: one byte 0, the schema's id in four bytes, the most significant first,
 * then one Avro record in binary.
 *
 * <p>Source: Confluent documentation, "Schema Registry, wire format".
 */
public final class WireFormat {
  /** The first byte. */
  public static final byte MAGIC = 0;

  /** The first byte and the id. */
  public static final int HEADER_BYTES = 5;

  private WireFormat() {}

  /**
   * The schema id of a record.
   *
   * @throws WireFormatException if the bytes do not start as the wire format does
   */
  public static int schemaId(byte[] record) {
    if (record.length == 0) {
      throw new WireFormatException(Reason.TRUNCATED, "the record has no bytes");
    }
    if (record[0] != MAGIC) {
      throw new WireFormatException(
          Reason.NOT_WIRE_FORMAT,
          "the first byte is 0x%02X, the wire format starts with 0x00".formatted(record[0] & 0xFF));
    }
    if (record.length < HEADER_BYTES) {
      throw new WireFormatException(
          Reason.TRUNCATED,
          "%d bytes, the schema id ends at byte %d".formatted(record.length, HEADER_BYTES));
    }
    return (record[1] & 0xFF) << 24
        | (record[2] & 0xFF) << 16
        | (record[3] & 0xFF) << 8
        | (record[4] & 0xFF);
  }

  /** Writes a record of a generated class, with its own schema's id in the resolver's space. */
  public static byte[] encode(SpecificRecord record, SchemaResolver ids) {
    var encoder = new ByteEncoder().start(ids.id(record.getSchema()));
    write(record, encoder);
    return encoder.toBytes();
  }

  /** Writes a record of a generated class to an encoder that has been started. */
  public static void write(SpecificRecord record, ByteEncoder encoder) {
    try {
      new SpecificDatumWriter<SpecificRecord>(record.getSchema()).write(record, encoder);
    } catch (IOException e) {
      throw new UncheckedIOException("an encoder to memory does no I/O", e);
    }
  }
}
