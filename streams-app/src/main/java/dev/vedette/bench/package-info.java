/**
 * The load test: what the pipeline can do, beside what Kafka Streams alone can do on the same
 * machine at the same time.
 */
@NullMarked
package dev.vedette.bench;

import org.jspecify.annotations.NullMarked;
