/** Rules over all packages of Vedette. */
@NullMarked
package dev.vedette;

import org.jspecify.annotations.NullMarked;
