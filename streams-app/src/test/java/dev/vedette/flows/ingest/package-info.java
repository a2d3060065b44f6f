/** What ingest does with single events. */
@NullMarked
package dev.vedette.flows.ingest;

import org.jspecify.annotations.NullMarked;
