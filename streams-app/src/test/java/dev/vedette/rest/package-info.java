@NullMarked
package dev.vedette.rest;

import org.jspecify.annotations.NullMarked;
