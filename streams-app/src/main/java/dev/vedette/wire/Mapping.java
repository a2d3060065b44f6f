package dev.vedette.wire;

import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/**
 * How one type of the domain is a record of the contract.
 *
 * @param <T> the type of the domain
 * @param <R> the generated class
 */
interface Mapping<T, R extends SpecificRecord> {
  /** The generated class's schema. */
  Schema schema();

  /**
   * The record that says what the domain's value says.
   *
   * @throws IllegalArgumentException if it cannot be said: a defect
   */
  R toRecord(T value);

  /**
   * The domain's value that a record says.
   *
   * @throws IllegalArgumentException if the record breaks a rule of the domain
   */
  T toDomain(R entry);
}
