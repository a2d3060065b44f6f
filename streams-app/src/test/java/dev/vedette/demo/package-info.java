@NullMarked
package dev.vedette.demo;

import org.jspecify.annotations.NullMarked;
