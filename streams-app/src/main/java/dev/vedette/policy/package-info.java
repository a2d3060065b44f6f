/** The policy as a file: read, checked, written, compared; and what is in force at this moment. */
@NullMarked
package dev.vedette.policy;

import org.jspecify.annotations.NullMarked;
