/** The demonstration: a company with a history, an attack, and who watches. */
@NullMarked
package dev.vedette.demo;

import org.jspecify.annotations.NullMarked;
