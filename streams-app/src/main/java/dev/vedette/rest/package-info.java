/** What is asked of a running pipeline, and the HTTP server that asks it. */
@NullMarked
package dev.vedette.rest;

import org.jspecify.annotations.NullMarked;
