/** Incidents in the words of OCSF, and of ATT&amp;CK. */
@NullMarked
package dev.vedette.ocsf;

import org.jspecify.annotations.NullMarked;
