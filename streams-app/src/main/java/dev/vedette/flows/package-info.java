/** What stages share: when their transactions end, and following a topic from memory. */
@NullMarked
package dev.vedette.flows;

import org.jspecify.annotations.NullMarked;
