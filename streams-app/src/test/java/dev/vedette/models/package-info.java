@NullMarked
package dev.vedette.models;

import org.jspecify.annotations.NullMarked;
