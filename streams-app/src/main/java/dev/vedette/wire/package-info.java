/**
 * Where Avro and the domain meet, and nowhere else: records of the domain as Kafka values and back.
 */
@NullMarked
package dev.vedette.wire;

import org.jspecify.annotations.NullMarked;
