@NullMarked
package dev.vedette.detectors.model;

import org.jspecify.annotations.NullMarked;
