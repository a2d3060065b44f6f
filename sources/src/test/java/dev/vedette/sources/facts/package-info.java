@NullMarked
package dev.vedette.sources.facts;

import org.jspecify.annotations.NullMarked;
