/** The files that a replay or a backtest leaves behind, and their digest. */
@NullMarked
package dev.vedette.results;

import org.jspecify.annotations.NullMarked;
