@NullMarked
package dev.vedette.json;

import org.jspecify.annotations.NullMarked;
