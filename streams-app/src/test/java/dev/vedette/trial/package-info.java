@NullMarked
package dev.vedette.trial;

import org.jspecify.annotations.NullMarked;
