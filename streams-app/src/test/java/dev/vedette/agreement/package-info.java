@NullMarked
package dev.vedette.agreement;

import org.jspecify.annotations.NullMarked;
