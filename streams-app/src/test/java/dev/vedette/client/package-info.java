@NullMarked
package dev.vedette.client;

import org.jspecify.annotations.NullMarked;
