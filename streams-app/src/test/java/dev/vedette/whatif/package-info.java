@NullMarked
package dev.vedette.whatif;

import org.jspecify.annotations.NullMarked;
