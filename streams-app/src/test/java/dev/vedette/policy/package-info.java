@NullMarked
package dev.vedette.policy;

import org.jspecify.annotations.NullMarked;
