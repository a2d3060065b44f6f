@NullMarked
package dev.vedette.training.smile;

import org.jspecify.annotations.NullMarked;
