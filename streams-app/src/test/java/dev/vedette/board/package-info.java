@NullMarked
package dev.vedette.board;

import org.jspecify.annotations.NullMarked;
