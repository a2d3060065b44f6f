/** What a terminal shows of risk as it changes: state in, lines out. */
@NullMarked
package dev.vedette.board;

import org.jspecify.annotations.NullMarked;
