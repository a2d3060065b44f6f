/**
 * Events in, observations out: checked, timely, with resolved identity, stamped with what was known
 * then.
 */
@NullMarked
package dev.vedette.flows.ingest;

import org.jspecify.annotations.NullMarked;
