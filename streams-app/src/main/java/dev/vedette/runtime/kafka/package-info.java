/** What Vedette asks of any Kafka cluster: client properties from a file, topics that exist. */
@NullMarked
package dev.vedette.runtime.kafka;

import org.jspecify.annotations.NullMarked;
