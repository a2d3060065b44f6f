@NullMarked
package dev.vedette.rest.letters;

import org.jspecify.annotations.NullMarked;
