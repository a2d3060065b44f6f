/** Learned models: their JSON, the ones that are known, and how they are made known. */
@NullMarked
package dev.vedette.models;

import org.jspecify.annotations.NullMarked;
