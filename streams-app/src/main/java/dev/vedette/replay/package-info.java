/** History through the real topology on a real broker, exactly once, to its end. */
@NullMarked
package dev.vedette.replay;

import org.jspecify.annotations.NullMarked;
