package dev.vedette.wire;

import dev.vedette.schemas.BoundedDecoder;
import dev.vedette.schemas.ByteEncoder;
import dev.vedette.schemas.RecordReader;
import dev.vedette.schemas.SchemaResolver;
import dev.vedette.schemas.WireFormat;
import dev.vedette.schemas.WireFormatException;
import dev.vedette.schemas.WireFormatException.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * One type of the domain as Kafka values in Confluent's wire format. Safe for use by many threads.
 *
 * <p>Records of the current version go by the hand-written codec where there is one, records of
 * every other version by Avro's resolution. A null is a null: no value.
 *
 * @param <T> the type of the domain
 * @param <R> the generated class
 */
public final class WireSerde<T, R extends SpecificRecord> implements Serde<T> {
  private static final long NOT_YET = Long.MIN_VALUE;

  /** A thread's own buffer: serdes are shared by threads. */
  private static final ThreadLocal<ByteEncoder> ENCODER = ThreadLocal.withInitial(ByteEncoder::new);

  private final SchemaResolver schemas;
  private final Mapping<T, R> mapping;
  private final @Nullable DirectCodec<T> codec;
  private final SpecificDatumWriter<R> writer;
  private final RecordReader<R> reader;

  /** The id to write with; asked for when it is first needed. */
  private volatile long writtenId = NOT_YET;

  /** The id that was last found to be of the current version. */
  private volatile long directId = NOT_YET;

  WireSerde(SchemaResolver schemas, Mapping<T, R> mapping, @Nullable DirectCodec<T> codec) {
    this.schemas = schemas;
    this.mapping = mapping;
    this.codec = codec;
    writer = new SpecificDatumWriter<>(mapping.schema());
    reader = new RecordReader<>(mapping.schema(), schemas);
  }

  @Override
  public Serializer<T> serializer() {
    return (topic, value) -> value == null ? null : encode(value);
  }

  @Override
  public Deserializer<T> deserializer() {
    return (topic, bytes) -> bytes == null ? null : decode(bytes);
  }

  /**
   * Writes one value.
   *
   * @throws IllegalArgumentException if the value cannot be said in the schema: a defect
   */
  public byte[] encode(T value) {
    ByteEncoder encoder = ENCODER.get().start(idToWrite());
    if (codec != null) {
      codec.write(value, encoder);
    } else {
      writeRecord(value, encoder);
    }
    return encoder.toBytes();
  }

  /**
   * Reads one value.
   *
   * @throws WireFormatException if the bytes are not a record of this type, or break a rule of the
   *     domain
   * @throws dev.vedette.schemas.RegistryException if a registry could not be asked for the writer's
   *     schema
   */
  public T decode(byte[] bytes) {
    int id = WireFormat.schemaId(bytes);
    try {
      if (codec != null && isCurrent(id)) {
        BoundedDecoder decoder = new BoundedDecoder().start(bytes);
        T value = codec.read(decoder);
        decoder.end();
        return value;
      }
      return mapping.toDomain(reader.read(bytes));
    } catch (IllegalArgumentException e) {
      throw new WireFormatException(Reason.INVALID_EVENT, String.valueOf(e.getMessage()), e);
    }
  }

  /** Writes by the generated class: what the codec's bytes are compared with. */
  byte[] encodeByRecord(T value) {
    ByteEncoder encoder = ENCODER.get().start(idToWrite());
    writeRecord(value, encoder);
    return encoder.toBytes();
  }

  /** Reads by the generated class: what the codec's value is compared with. */
  T decodeByRecord(byte[] bytes) {
    return mapping.toDomain(reader.read(bytes));
  }

  private void writeRecord(T value, ByteEncoder encoder) {
    try {
      writer.write(mapping.toRecord(value), encoder);
    } catch (IOException e) {
      throw new UncheckedIOException("an encoder to memory does no I/O", e);
    }
  }

  private int idToWrite() {
    long id = writtenId;
    if (id == NOT_YET) {
      id = schemas.id(mapping.schema());
      writtenId = id;
    }
    return (int) id;
  }

  private boolean isCurrent(int id) {
    if (id == directId) {
      return true;
    }
    if (!reader.isCurrent(id)) {
      return false;
    }
    directId = id;
    return true;
  }
}
