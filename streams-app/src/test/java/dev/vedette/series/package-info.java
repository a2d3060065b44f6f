@NullMarked
package dev.vedette.series;

import org.jspecify.annotations.NullMarked;
