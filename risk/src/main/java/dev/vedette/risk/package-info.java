@NullMarked
package dev.vedette.risk;

import org.jspecify.annotations.NullMarked;
