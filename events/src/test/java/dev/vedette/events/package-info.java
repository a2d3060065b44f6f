/** What the vocabulary promises. */
@NullMarked
package dev.vedette.events;

import org.jspecify.annotations.NullMarked;
