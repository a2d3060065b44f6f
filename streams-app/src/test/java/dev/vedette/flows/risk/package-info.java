/** The ledger, and levels that fall by themselves. */
@NullMarked
package dev.vedette.flows.risk;

import org.jspecify.annotations.NullMarked;
