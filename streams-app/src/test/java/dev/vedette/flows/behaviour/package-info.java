/** Duplicates, expiry and what a revived task remembers. */
@NullMarked
package dev.vedette.flows.behaviour;

import org.jspecify.annotations.NullMarked;
