/** Tests of how instances know each other. */
@NullMarked
package dev.vedette.rest.cluster;

import org.jspecify.annotations.NullMarked;
