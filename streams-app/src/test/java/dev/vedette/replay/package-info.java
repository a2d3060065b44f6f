@NullMarked
package dev.vedette.replay;

import org.jspecify.annotations.NullMarked;
