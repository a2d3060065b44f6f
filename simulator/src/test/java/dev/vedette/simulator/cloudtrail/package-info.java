/** Tests of the simulated cloud account. */
@NullMarked
package dev.vedette.simulator.cloudtrail;

import org.jspecify.annotations.NullMarked;
