/** Learned models, told by a topic: every record changes what this instance scores with. */
@NullMarked
package dev.vedette.flows.models;

import org.jspecify.annotations.NullMarked;
