@NullMarked
package dev.vedette.schemas;

import org.jspecify.annotations.NullMarked;
