/** A simulated cloud account's audit trail, with recorded techniques of attack mixed in. */
@NullMarked
package dev.vedette.trail;

import org.jspecify.annotations.NullMarked;
