/** Updates of those who rise in; incidents out. */
@NullMarked
package dev.vedette.flows.incidents;

import org.jspecify.annotations.NullMarked;
