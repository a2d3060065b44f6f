@NullMarked
package dev.vedette.training;

import org.jspecify.annotations.NullMarked;
