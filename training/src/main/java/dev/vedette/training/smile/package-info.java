/**
 * The only place that knows Smile, which is under the GPL: fitting, and what was fitted as numbers.
 */
@NullMarked
package dev.vedette.training.smile;

import org.jspecify.annotations.NullMarked;
