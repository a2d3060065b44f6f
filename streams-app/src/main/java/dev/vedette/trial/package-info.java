/** Simulated companies are attacked: how many attacks are found, how soon, at what cost. */
@NullMarked
package dev.vedette.trial;

import org.jspecify.annotations.NullMarked;
