@NullMarked
package dev.vedette.flows.models;

import org.jspecify.annotations.NullMarked;
