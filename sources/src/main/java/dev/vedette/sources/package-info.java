/** Native formats to events: the mapping language, its compiler, and the formats that ship. */
@NullMarked
package dev.vedette.sources;

import org.jspecify.annotations.NullMarked;
