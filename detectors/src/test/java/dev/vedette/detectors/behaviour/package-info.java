/** The engine's promises, tried with a detector that shows every difference. */
@NullMarked
package dev.vedette.detectors.behaviour;

import org.jspecify.annotations.NullMarked;
