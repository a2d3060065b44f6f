@NullMarked
package dev.vedette.flows.directory;

import org.jspecify.annotations.NullMarked;
