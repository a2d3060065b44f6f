/** Tests of following files. */
@NullMarked
package dev.vedette.ship;

import org.jspecify.annotations.NullMarked;
