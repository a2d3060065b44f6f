@NullMarked
package dev.vedette.rest.live;

import org.jspecify.annotations.NullMarked;
