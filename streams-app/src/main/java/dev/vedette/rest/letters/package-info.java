/** Dead letters, read from their topic and replayed. */
@NullMarked
package dev.vedette.rest.letters;

import org.jspecify.annotations.NullMarked;
