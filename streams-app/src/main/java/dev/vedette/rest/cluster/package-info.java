/** How instances that serve the same state know and ask each other. */
@NullMarked
package dev.vedette.rest.cluster;

import org.jspecify.annotations.NullMarked;
