/** The ledger, and levels that fall by themselves. */
@NullMarked
package dev.vedette.flows.incidents;

import org.jspecify.annotations.NullMarked;
