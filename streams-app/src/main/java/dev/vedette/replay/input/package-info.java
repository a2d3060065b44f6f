/** Input files as lines, and the clock that stands in for a broker's stamp. Knows no Kafka. */
@NullMarked
package dev.vedette.replay.input;

import org.jspecify.annotations.NullMarked;
