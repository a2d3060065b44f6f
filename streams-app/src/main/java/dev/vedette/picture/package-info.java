/** Pictures as SVG. */
@NullMarked
package dev.vedette.picture;

import org.jspecify.annotations.NullMarked;
