/**
 * The bench: labelled recordings are judged by the plain fold, and what was said of each unit
 * (subject and window) is held against the labels, beside simple baselines.
 */
@NullMarked
package dev.vedette.evaluate;

import org.jspecify.annotations.NullMarked;
