/** Tests of the simulated trail. */
@NullMarked
package dev.vedette.trail;

import org.jspecify.annotations.NullMarked;
