/** Risk explained to a person: as text for a terminal, as JSON, as a picture. */
@NullMarked
package dev.vedette.explain;

import org.jspecify.annotations.NullMarked;
