/** Signals, risk, alerts and dead letters as JSON: one form for files, REST and live streams. */
@NullMarked
package dev.vedette.json;

import org.jspecify.annotations.NullMarked;
