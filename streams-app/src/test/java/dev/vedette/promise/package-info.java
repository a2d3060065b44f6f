/** Tests of promises. */
@NullMarked
package dev.vedette.promise;

import org.jspecify.annotations.NullMarked;
