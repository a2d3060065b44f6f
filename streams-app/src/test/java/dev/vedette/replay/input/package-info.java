@NullMarked
package dev.vedette.replay.input;

import org.jspecify.annotations.NullMarked;
