/** What another policy would have made of recorded signals. */
@NullMarked
package dev.vedette.whatif;

import org.jspecify.annotations.NullMarked;
