/** The engine that runs every detector: windows, baselines as of, claims, corrections, learning. */
@NullMarked
package dev.vedette.detectors.behaviour;

import org.jspecify.annotations.NullMarked;
