/** Tests of the simulated company. */
@NullMarked
package dev.vedette.simulator;

import org.jspecify.annotations.NullMarked;
