/** What all stages share: when their transactions end. */
@NullMarked
package dev.vedette.flows;

import org.jspecify.annotations.NullMarked;
