/** Batch: models from recorded signals, and their files. Smile is known in one package below. */
@NullMarked
package dev.vedette.training;

import org.jspecify.annotations.NullMarked;
