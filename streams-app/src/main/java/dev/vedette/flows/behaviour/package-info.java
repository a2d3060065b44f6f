/** Observations in, signals out: duplicates apart, every detector run, state kept. */
@NullMarked
package dev.vedette.flows.behaviour;

import org.jspecify.annotations.NullMarked;
