/** What a person sees: the console in a real browser, against the running demonstration. */
@NullMarked
package dev.vedette.acceptance;

import org.jspecify.annotations.NullMarked;
