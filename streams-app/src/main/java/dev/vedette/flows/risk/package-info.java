/** Signals in; risk updates and alerts out. */
@NullMarked
package dev.vedette.flows.risk;

import org.jspecify.annotations.NullMarked;
