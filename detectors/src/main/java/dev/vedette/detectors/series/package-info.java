/** Numeric series of any rate and range, scored in one pass: how strange is this value now? */
@NullMarked
package dev.vedette.detectors.series;

import org.jspecify.annotations.NullMarked;
