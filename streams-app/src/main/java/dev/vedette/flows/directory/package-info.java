/** Who is who, told by topics: every record changes what ingest of this instance knows. */
@NullMarked
package dev.vedette.flows.directory;

import org.jspecify.annotations.NullMarked;
