package dev.vedette.wire;

import dev.vedette.schemas.BoundedDecoder;
import dev.vedette.schemas.ByteEncoder;

/**
 * The current version of a schema by hand, field by field, for what there is most of: no
 * intermediate record, the same bytes as Avro's own writer.
 *
 * @param <T> the type of the domain
 */
interface DirectCodec<T> {
  /** Writes all fields, in the schema's order. */
  void write(T value, ByteEncoder to);

  /**
   * Reads all fields, in the schema's order.
   *
   * @throws dev.vedette.schemas.WireFormatException if the bytes do not fit the schema
   * @throws IllegalArgumentException if what they say breaks a rule of the domain
   */
  T read(BoundedDecoder from);
}
