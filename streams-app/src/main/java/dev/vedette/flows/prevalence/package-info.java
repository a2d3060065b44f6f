/** How many principals of a tenant do what: counted a day, known to ingest two days later. */
@NullMarked
package dev.vedette.flows.prevalence;

import org.jspecify.annotations.NullMarked;
