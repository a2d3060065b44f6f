/** Risk updates and incidents as they are published, for whoever listens. */
@NullMarked
package dev.vedette.rest.live;

import org.jspecify.annotations.NullMarked;
