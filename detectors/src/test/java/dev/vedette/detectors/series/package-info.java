@NullMarked
package dev.vedette.detectors.series;

import org.jspecify.annotations.NullMarked;
