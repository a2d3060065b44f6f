/** How many do what, and who is told. */
@NullMarked
package dev.vedette.flows.prevalence;

import org.jspecify.annotations.NullMarked;
