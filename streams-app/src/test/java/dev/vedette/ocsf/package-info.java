/** Tests of the simulated trail. */
@NullMarked
package dev.vedette.ocsf;

import org.jspecify.annotations.NullMarked;
