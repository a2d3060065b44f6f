package dev.vedette.schemas;

import org.apache.avro.Schema;

/**
 * One space of schema ids: the same id means the same schema forever. A topic is written in one
 * space only; records of two spaces must never meet in a topic, because the same number names
 * different schemas in each.
 *
 * <p>Safe for use by many threads. A resolver that asks a server remembers what it has learned.
 */
public interface SchemaResolver {
  /**
   * The schema of an id.
   *
   * @throws WireFormatException with reason {@code unknown-schema-id} if nobody has given it out
   * @throws RegistryException if a registry could not be asked: nothing is known of the id then
   */
  Schema schema(int id);

  /**
   * The id of a schema, to write with. Documentation strings make no difference.
   *
   * @throws IllegalArgumentException if the schema has no id in this space
   * @throws RegistryException if a registry could not be asked or refuses the schema
   */
  int id(Schema schema);
}
