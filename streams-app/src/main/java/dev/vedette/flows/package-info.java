/** What stages share: whose time it is, when transactions end, following a topic from memory. */
@NullMarked
package dev.vedette.flows;

import org.jspecify.annotations.NullMarked;
