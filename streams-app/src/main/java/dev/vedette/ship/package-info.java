/** Sends the lines of files that grow and are rotated to a raw topic. */
@NullMarked
package dev.vedette.ship;

import org.jspecify.annotations.NullMarked;
