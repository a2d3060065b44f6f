/** Risk at hand for enforcement points: follows the updates, answers from memory. */
@NullMarked
package dev.vedette.client;

import org.jspecify.annotations.NullMarked;
