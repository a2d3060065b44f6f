@NullMarked
package dev.vedette.evaluate;

import org.jspecify.annotations.NullMarked;
