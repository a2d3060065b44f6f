@NullMarked
package dev.vedette.flows.policies;

import org.jspecify.annotations.NullMarked;
