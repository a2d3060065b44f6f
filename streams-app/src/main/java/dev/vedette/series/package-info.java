/**
 * Series in files: their scores, and how good these are by the Numenta Anomaly Benchmark's rule.
 */
@NullMarked
package dev.vedette.series;

import org.jspecify.annotations.NullMarked;
