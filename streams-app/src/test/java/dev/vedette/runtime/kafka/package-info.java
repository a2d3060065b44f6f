/** Topics and client properties, on a real broker where one is asked. */
@NullMarked
package dev.vedette.runtime.kafka;

import org.jspecify.annotations.NullMarked;
