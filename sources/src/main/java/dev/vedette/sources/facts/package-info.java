/**
 * What is known beside the log: who is who, whose device an address was, where an address is. Every
 * fact has an instant from which it holds, and is looked up as of an event's time.
 */
@NullMarked
package dev.vedette.sources.facts;

import org.jspecify.annotations.NullMarked;
