/** How far the formats that ship agree with what others say about the same records. */
@NullMarked
package dev.vedette.agreement;

import org.jspecify.annotations.NullMarked;
