/** Policies, told by a topic: every record changes what this instance reads evidence with. */
@NullMarked
package dev.vedette.flows.policies;

import org.jspecify.annotations.NullMarked;
