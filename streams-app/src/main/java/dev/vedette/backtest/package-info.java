/** The pipeline as a plain fold: the same code as in the topology, one thread, no Kafka. */
@NullMarked
package dev.vedette.backtest;

import org.jspecify.annotations.NullMarked;
